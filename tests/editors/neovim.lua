-- Plays an author in Neovim: `ACTION` is the code action to choose, `RECORD` where to write what was
-- seen: `found` and `left` are the diagnostics before and after, `actions` the titles offered, `hover`
-- the text for the first diagnostic, `opened` what was opened in a browser, `told` a message shown.
local PATIENCE = 20000
local record = {}

local function wait_for(what, holds)
  assert(vim.wait(PATIENCE, holds, 20), 'no ' .. what)
end

local function diagnostics()
  return vim.tbl_map(function(one)
    local lsp = one.user_data and one.user_data.lsp or {}
    return {
      code = one.code or lsp.code,
      line = one.lnum + 1,
      severity = one.severity,
      message = one.message,
      guide = lsp.codeDescription and lsp.codeDescription.href,
    }
  end, vim.diagnostic.get(0))
end

local function client()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
end

local function hover()
  local position = vim.lsp.util.make_position_params(0, client().offset_encoding)
  local shown
  vim.lsp.buf_request(0, 'textDocument/hover', position, function(_, result)
    shown = result and result.contents.value or ''
  end)
  wait_for('hover', function() return shown end)
  return shown
end

local function choose(title)
  vim.ui.select = function(items, _, on_choice)
    record.actions = vim.tbl_map(function(item) return (item.action or item[2]).title end, items)
    for index, found in ipairs(record.actions) do
      if found == title then
        return on_choice(items[index], index)
      end
    end
    on_choice(nil, nil)
  end
  vim.lsp.buf.code_action()
  wait_for('code actions', function() return record.actions end)
end

local function play()
  wait_for('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  record.found = diagnostics()
  local first = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  record.hover = hover()
  vim.ui.open = function(address)
    record.opened = address
    return { wait = function() return { code = 0 } end }
  end
  vim.lsp.handlers['window/showMessage'] = function(_, result) record.told = result.message end
  local tick = vim.b.changedtick
  choose(vim.env.ACTION)
  wait_for('effect of ' .. vim.env.ACTION, function()
    return record.opened or record.told or vim.b.changedtick ~= tick
  end)
  if vim.b.changedtick ~= tick then
    wait_for('end of the diagnostic', function() return #vim.diagnostic.get(0) == 0 end)
  end
  record.left = diagnostics()
  vim.cmd('silent write')
end

local good, problem = xpcall(play, debug.traceback)
record.problem = not good and problem or nil
vim.fn.writefile({ vim.fn.json_encode(record) }, vim.env.RECORD)
vim.cmd(good and 'qall!' or 'cquit 1')
