/// Learning from few labels and many examples without: one interface, and a short file for each method.
///
/// Begin with [scrutable.nn.semisupervised.FixMatch]; what it is given in each step is a
/// [scrutable.nn.semisupervised.TrainingStep].
package scrutable.nn.semisupervised;
