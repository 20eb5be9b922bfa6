" acr-lint by ALE. Belongs into the folder `ale_linters/python` of ~/.vim.
function! s:ProjectRoot(buffer) abort
    let l:path = expand('#' . a:buffer . ':p:h')

    for l:name in ['acr-lint.toml', '.acr-lint.toml', 'pyproject.toml']
        let l:file = findfile(l:name, l:path . ';')

        if !empty(l:file)
            return fnamemodify(l:file, ':p:h')
        endif
    endfor

    let l:repository = finddir('.git', l:path . ';')

    return empty(l:repository) ? l:path : fnamemodify(l:repository, ':p:h:h')
endfunction

call ale#linter#Define('python', {
\   'name': 'acr-lint',
\   'lsp': 'stdio',
\   'executable': 'acr-lint',
\   'command': '%e server',
\   'project_root': function('s:ProjectRoot'),
\})
