/// L38: learning without labels from pictures that nobody has chosen, and what dividing them does.
package scrutable.lessons.selfsupervised.divideandcontrast;
