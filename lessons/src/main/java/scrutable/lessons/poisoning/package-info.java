/// Chapter 9 of the book: why would you connect the two? Poisoning.
package scrutable.lessons.poisoning;
