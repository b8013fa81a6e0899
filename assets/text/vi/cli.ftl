### Sentences of this part.
