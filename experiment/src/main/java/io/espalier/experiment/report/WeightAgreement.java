// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.sparse.RealWeights;
import io.espalier.lite.sparse.SparseDecoder;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether two graphs have the same weights, but for what their types round. Names do not count, since each format has its own; nor do vectors, since forms
 * adapt biases.
 */
final class WeightAgreement {
    private static final Set<TensorType> KNOWN =
            EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.INT8, TensorType.UINT8);
    // What the order of multiplications changes where factors were folded into weights, as a share of the largest.
    private static final double FLOAT_STEP = 1e-5;
    private static final double HALF_STEP = 1.0 / 1024;
    private static final double INTEGER_STEP = 1.0 / 127;
    // The largest weights may be clipped.
    private static final double MOST_OUTSIDE = 0.01;

    private final List<Tensor> first;
    private final boolean areRounded;

    private WeightAgreement(List<Tensor> first, boolean areRounded) {
        this.first = first;
        this.areRounded = areRounded;
    }

    /** Empty where no two weights have the same shape. */
    static Optional<Boolean> of(Graph first, Graph other) {
        WeightAgreement agreement = new WeightAgreement(weights(first), isRounded(first) || isRounded(other));
        return weights(other).stream()
                .map(agreement::hasEqual)
                .flatMap(Optional::stream)
                .reduce(Boolean::logicalAnd);
    }

    /** The twin in float of a graph of integers has their weights. */
    private static boolean isRounded(Graph graph) {
        return graph.main().operators().stream().anyMatch(operator -> operator.is(BuiltinOperator.FAKE_QUANT));
    }

    private static List<Tensor> weights(Graph graph) {
        return graph.subgraphs().stream()
                .map(Subgraph::tensors)
                .flatMap(List::stream)
                .filter(tensor -> !tensor.buffer().isEmpty() && tensor.shape().size() > 1)
                .flatMap(WeightAgreement::dense)
                .toList();
    }

    private static Stream<Tensor> dense(Tensor tensor) {
        try {
            Tensor dense = SparseDecoder.decode(tensor);
            boolean isWhole = KNOWN.contains(dense.type())
                    && dense.buffer().size() == dense.type().bytes(dense.elements());
            return isWhole ? Stream.of(dense) : Stream.empty();
        } catch (InvalidGraphException e) {
            return Stream.empty();
        }
    }

    private Optional<Boolean> hasEqual(Tensor weight) {
        List<Tensor> alike = first.stream()
                .filter(candidate -> candidate.shape().equals(weight.shape()))
                .sorted(Comparator.comparing(candidate -> !Objects.equals(candidate.name(), weight.name())))
                .toList();
        FloatBuffer values = RealWeights.of(weight);
        return alike.isEmpty()
                ? Optional.empty()
                : Optional.of(alike.stream().anyMatch(candidate -> isEqual(candidate, weight, values)));
    }

    private boolean isEqual(Tensor one, Tensor two, FloatBuffer second) {
        FloatBuffer values = RealWeights.of(one);
        double largest = largest(values);
        double general = Math.max(step(one, largest), step(two, largest));
        long allowed = (long) (MOST_OUTSIDE * values.limit());
        for (int place = 0; place < values.limit(); place++) {
            if (!(Math.abs((double) values.get(place) - second.get(place)) <= general) && --allowed < 0) {
                return false;
            }
        }
        return true;
    }

    private double step(Tensor tensor, double largest) {
        return switch (tensor.type()) {
            case FLOAT16 -> HALF_STEP * largest;
            case INT8, UINT8 -> INTEGER_STEP * largest;
            default -> (areRounded ? INTEGER_STEP : FLOAT_STEP) * largest;
        };
    }

    private static double largest(FloatBuffer values) {
        double largest = 0;
        for (int place = 0; place < values.limit(); place++) {
            largest = Math.max(largest, Math.abs(values.get(place)));
        }
        return largest;
    }
}
