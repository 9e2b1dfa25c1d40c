/// Chapter 6 of the book: the proposed explanations of adversarial examples.
package scrutable.lessons.explanations;
