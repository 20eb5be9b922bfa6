-- Neovim 0.7 to 0.10. Belongs into the folder `plugin` of the configuration.
local markers = { 'acr-lint.toml', '.acr-lint.toml', 'pyproject.toml' }
local clients = {}

local function root_of(folder)
  for _, marker in ipairs(markers) do
    local file = vim.fn.findfile(marker, folder .. ';')
    if file ~= '' then
      return vim.fn.fnamemodify(file, ':p:h')
    end
  end
  local repository = vim.fn.finddir('.git', folder .. ';')
  return repository == '' and folder or vim.fn.fnamemodify(repository, ':p:h:h')
end

vim.api.nvim_create_autocmd('FileType', {
  pattern = 'python',
  callback = function(event)
    local root = root_of(vim.fn.fnamemodify(vim.api.nvim_buf_get_name(event.buf), ':p:h'))
    local config = { name = 'acr_lint', cmd = { 'acr-lint', 'server' }, root_dir = root }
    if vim.lsp.start then
      vim.lsp.start(config)
    else
      clients[root] = clients[root] or vim.lsp.start_client(config)
      vim.lsp.buf_attach_client(event.buf, clients[root])
    end
  end,
})
