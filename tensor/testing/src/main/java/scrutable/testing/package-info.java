/// What all tests share: a watch over those that run away. Nothing of the engine uses it.
package scrutable.testing;
