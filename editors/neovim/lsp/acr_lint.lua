-- Neovim 0.11 and newer. Belongs into the folder `lsp` of the configuration.
return {
  cmd = { 'acr-lint', 'server' },
  filetypes = { 'python' },
  root_markers = { { 'acr-lint.toml', '.acr-lint.toml', 'pyproject.toml' }, '.git' },
}
