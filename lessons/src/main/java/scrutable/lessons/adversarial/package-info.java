/// Chapter 3 of the book: adversarial examples.
package scrutable.lessons.adversarial;
