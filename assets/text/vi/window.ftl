### Window.
