/// Breaking it: adversarial examples and their honest evaluation.
package scrutable.attacks;
