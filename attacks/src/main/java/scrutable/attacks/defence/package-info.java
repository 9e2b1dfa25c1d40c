/// Defences: training against attacks, transformed inputs, detectors, certificates; one defence a file.
///
/// Most of them fail, and are here to be broken. What stands up so far is training on attacked images
/// ([AdversarialTraining], [Trades]), which costs accuracy, and averaging over noise ([RandomizedSmoothing]),
/// which proves a small radius.
package scrutable.attacks.defence;
