/// L32: a generator and a discriminator learn against each other. The method is in [GanExperiment].
package scrutable.lessons.generation.gan;
