// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.PartialCalibration;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs a representative data set through models on the executors of a cluster, as {@link Calibrator} does on one machine. Immutable.
 *
 * <pre>{@code
 * RepresentativeData samples = SparkCalibrator.of(SparkData.shipped(spark, data.sample(1000)));
 * Graph small = Quantizer.of(Recipe.named("int8")).withCalibration(samples).quantize(graph);
 * }</pre>
 *
 * <p>The model is sent to each executor once. Each task runs whole batches of the examples in an interpreter of one thread, and what it saw
 * of each tensor is merged in a tree. The batches are those of one machine. So least and greatest values, counts and histograms are exactly
 * those of one machine, whatever the number of tasks; moving averages are the same up to the rounding of double precision.
 */
public final class SparkCalibrator implements RepresentativeData {
    private final SparkData data;
    private final int most;
    private final int parts;

    private SparkCalibrator(SparkData data, int most, int parts) {
        this.data = data;
        this.most = most;
        this.parts = parts;
    }

    /** With all examples, in as many tasks as run at once. */
    public static SparkCalibrator of(SparkData data) {
        return of(data, Integer.MAX_VALUE);
    }

    /** The same with at most so many examples, at equal distances; see {@link Calibrator#of(io.espalier.data.Dataset, int)}. */
    public static SparkCalibrator of(SparkData data, int most) {
        return new SparkCalibrator(data, most, data.spark().defaultParallelism());
    }

    /**
     * A copy that runs in so many tasks.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public SparkCalibrator withTasks(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("calibration needs at least 1 task, not " + tasks);
        }
        return new SparkCalibrator(data, most, tasks);
    }

    @Override
    public String description() {
        return Calibrator.of(data.here(), most).description();
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.espalier.runtime.InterpreterException if an executor's runtime refuses the model, or the examples do not fit its inputs
     * @throws ClusterException if the cluster fails
     */
    @Override
    public Calibration calibrate(Graph graph, CalibrationMethod method) {
        JavaSparkContext spark = data.spark();
        Broadcast<SharedModel> model = spark.broadcast(SharedModel.of("the model", graph));
        Broadcast<? extends SparkData.Shared> examples = data.shared();
        int all = parts;
        int wanted = most;
        try {
            return Jobs.run(
                    spark,
                    "Calibrating with " + description(),
                    () -> Jobs.parts(spark, all)
                            .map(part -> Calibrator.of(examples.value().here(), wanted)
                                    .part(model.value().here().graph(), method, part, all))
                            .treeReduce(SparkCalibrator::merged)
                            .calibration());
        } finally {
            model.destroy();
        }
    }

    private static PartialCalibration merged(PartialCalibration one, PartialCalibration other) {
        one.merge(other);
        return one;
    }

    /** {@inheritDoc} Runs on the driver, where the listener is: activations would take longer to travel than to compute. */
    @Override
    public void observe(Graph graph, Set<Integer> tensors, ActivationListener listener) {
        Calibrator.of(data.here(), most).observe(graph, tensors, listener);
    }
}
