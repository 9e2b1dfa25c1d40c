/// L16: a cat that is guacamole from every side. The method is in [GuacamoleExperiment].
package scrutable.lessons.adversarial.guacamole;
