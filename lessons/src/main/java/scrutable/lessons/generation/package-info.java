/// Chapter 7 of the book: pictures that nobody took, in 2014 and in 2022.
package scrutable.lessons.generation;
