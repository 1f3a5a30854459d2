"""The language server: mdgrad inside editors, by the Language Server Protocol."""
