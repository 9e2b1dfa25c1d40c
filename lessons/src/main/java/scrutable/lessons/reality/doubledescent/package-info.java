/// L07: double descent of a linear model in random features. The method is in [DoubleDescentExperiment].
package scrutable.lessons.reality.doubledescent;
