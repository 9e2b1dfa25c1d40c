/// Why there are adversarial examples at all: explanations that were proposed, each put to a test.
package scrutable.lessons.explanations;
