/// What people learned with before deep learning, and still do: learners of one idea each.
///
/// All of them take examples as rows (pictures are flattened), calculate in double precision, and never
/// change once they are fitted.
///
/// - by asking neighbours: [NearestNeighbors], [NearestNeighborClassifier], [KernelDensity]
/// - by parting space: [DecisionTree], [LogisticRegression], [SupportVectorMachine] (with [Kernel] and
///   [SequentialMinimalOptimization])
/// - by fitting waves: [RandomFourierFeatures], [LinearRegression], [RandomFeatureClassifier]
/// - without labels, or with few: [KMeans], [LabelSpreading] (with [NeighborGraph])
package scrutable.nn.classical;
