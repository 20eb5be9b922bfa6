;;; acr-lint-eglot.el --- acr-lint by eglot -*- lexical-binding: t -*-
;; `load' it from init.el. Eglot runs one server in a buffer; see README.md for two.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((python-mode python-ts-mode) . ("acr-lint" "server"))))

(add-hook 'python-mode-hook #'eglot-ensure)
(add-hook 'python-ts-mode-hook #'eglot-ensure)

(provide 'acr-lint-eglot)
;;; acr-lint-eglot.el ends here
