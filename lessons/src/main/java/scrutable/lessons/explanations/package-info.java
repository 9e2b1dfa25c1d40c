<<<<<<< HEAD
/// Chapter 6 of the book: the proposed explanations of adversarial examples.
=======
/// Why there are adversarial examples at all: explanations that were proposed, each put to a test.
>>>>>>> a2
package scrutable.lessons.explanations;
