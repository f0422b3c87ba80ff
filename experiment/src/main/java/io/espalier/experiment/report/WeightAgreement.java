// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
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
    // As shares of the largest. Floats may have been integers of eight bits, in the twin of a quantized file or in a
    // browser's; training
    // moves weights further.
    private static final double FLOAT_STEP = 0.5 / 127;
    private static final double HALF_STEP = 1.0 / 1024;
    private static final double INTEGER_STEP = 1.0 / 127;
    // The largest weights may be clipped.
    private static final double MOST_OUTSIDE = 0.01;
    // Forms of one network differ by constants that take the place of layers, such as the factors of a normalization.
    private static final double LEAST_OF_ONE_SIZE = 0.9;

    private final List<Tensor> first;

    private WeightAgreement(List<Tensor> first) {
        this.first = first;
    }

    /** Empty where no two weights have the same shape in networks of about one size. */
    static Optional<Boolean> of(Graph first, Graph other) {
        if (!haveOneSize(first, other)) {
            return Optional.of(false);
        }
        WeightAgreement agreement = new WeightAgreement(
                constants(first).flatMap(WeightAgreement::dense).toList());
        return constants(other)
                .flatMap(WeightAgreement::dense)
                .map(agreement::hasEqual)
                .flatMap(Optional::stream)
                .reduce(Boolean::logicalAnd);
    }

    /** Whether their weights are about as many. */
    static boolean haveOneSize(Graph first, Graph other) {
        long one = constants(first).mapToLong(Tensor::elements).sum();
        long two = constants(other).mapToLong(Tensor::elements).sum();
        return Math.min(one, two) >= LEAST_OF_ONE_SIZE * Math.max(one, two);
    }

    private static Stream<Tensor> constants(Graph graph) {
        return graph.subgraphs().stream()
                .map(Subgraph::tensors)
                .flatMap(List::stream)
                .filter(tensor -> !tensor.buffer().isEmpty() && tensor.shape().size() > 1);
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

    private static boolean isEqual(Tensor one, Tensor two, FloatBuffer second) {
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

    private static double step(Tensor tensor, double largest) {
        return switch (tensor.type()) {
            case FLOAT16 -> HALF_STEP * largest;
            case INT8, UINT8 -> INTEGER_STEP * largest;
            default -> FLOAT_STEP * largest;
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
