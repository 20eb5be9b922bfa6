;;; acr-lint-lsp-mode.el --- acr-lint by lsp-mode, beside other servers -*- lexical-binding: t -*-
;; `load' it from init.el.
(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection '("acr-lint" "server"))
                    :activation-fn (lsp-activate-on "python")
                    :add-on? t
                    :server-id 'acr-lint)))

(add-hook 'python-mode-hook #'lsp-deferred)
(add-hook 'python-ts-mode-hook #'lsp-deferred)

(provide 'acr-lint-lsp-mode)
;;; acr-lint-lsp-mode.el ends here
