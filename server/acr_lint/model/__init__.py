"""One interpreter over the trees of a program, and the Model that it builds."""
