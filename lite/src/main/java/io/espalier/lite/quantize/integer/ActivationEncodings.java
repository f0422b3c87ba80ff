// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The integer forms of activations.
 *
 * <p>The range of a {@linkplain ScaleGroups group} covers the ranges of all its tensors. If one of them comes from a kernel with a built-in
 * scale, such as softmax, the group takes that scale if it covers the others; else the tensor is requantized on its way into the group.
 */
final class ActivationEncodings {
    private final Subgraph subgraph;
    private final TensorRanges ranges;
    private final IntegerOptions options;

    private final ScaleGroups groups;
    private final Map<Integer, TensorEncoding> fixed = new HashMap<>();
    private final Map<Integer, TensorEncoding> decided = new HashMap<>();
    private final Map<Integer, Float> leastScales = new HashMap<>();

    /** @param operators those that compute with integers */
    ActivationEncodings(Subgraph subgraph, List<Operator> operators, TensorRanges ranges, IntegerOptions options) {
        this.subgraph = subgraph;
        this.ranges = ranges;
        this.options = options;
        this.groups = new ScaleGroups(subgraph, operators, options.activations(), this::knownRange);
        operators.forEach(this::fix);
    }

    private void fix(Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        if (row.scales(options.activations()) instanceof ScaleConstraint.Fixed known) {
            TensorEncoding form = new TensorEncoding(
                    options.activations().tensorType(), Quantization.perTensor(known.scale(), known.zeroPoint()));
            row.activationOutputs(operator).forEach(output -> fixed.put(output, form));
        }
    }

    /** Whether the tensor shares its scale with others. */
    boolean isGrouped(int tensor) {
        return groups.of(tensor).size() > 1;
    }

    /** The encoding of the tensor if it is the output of a kernel with a built-in scale. */
    Optional<TensorEncoding> fixed(int tensor) {
        return Optional.ofNullable(fixed.get(tensor));
    }

    /** Ensures that a tensor and its group get no finer scale than this, unless the kernel has a built-in one. */
    void raiseScale(int tensor, float least) {
        int root = groups.first(tensor);
        if (!fixed.containsKey(tensor) && of(tensor).quantization().scales().get(0) < least) {
            leastScales.merge(root, least, Math::max);
            decided.remove(root);
        }
    }

    /**
     * The form that suits a tensor and its group.
     *
     * @throws QuantizationException if the range of one of them is not known
     */
    TensorEncoding of(int tensor) {
        int root = groups.first(tensor);
        TensorEncoding known = decided.get(root);
        if (known == null) {
            known = decide(groups.of(tensor)).withScaleOfAtLeast(leastScales.getOrDefault(root, 0f));
            decided.put(root, known);
        }
        return known;
    }

    private TensorEncoding decide(Set<Integer> group) {
        Set<TensorEncoding> given = new LinkedHashSet<>();
        Optional<ValueRange> others = Optional.empty();
        for (int tensor : group) {
            if (fixed.containsKey(tensor)) {
                given.add(fixed.get(tensor));
            } else {
                ValueRange range = range(tensor);
                others = Optional.of(others.map(range::union).orElse(range));
            }
        }
        if (given.size() == 1) {
            TensorEncoding only = given.iterator().next();
            if (others.map(range -> only.covers(range)).orElse(true)) {
                return only;
            }
        }
        ValueRange whole =
                group.stream().map(this::range).reduce(ValueRange::union).orElseThrow();
        return TensorEncoding.ofRange(whole, options.activations());
    }

    private ValueRange range(int tensor) {
        return knownRange(tensor)
                .orElseThrow(
                        () -> new QuantizationException(
                                "no range is known for tensor " + tensor + " ('"
                                        + subgraph.tensor(tensor).name()
                                        + "'), which must be quantized: calibrate the model with data that reach it, or keep the operators around it in float"));
    }

    private Optional<ValueRange> knownRange(int tensor) {
        Tensor described = subgraph.tensor(tensor);
        if (described.isConstant() && described.type() == TensorType.FLOAT32) {
            return Optional.of(IntegerConstants.range(described));
        }
        return described.elements() == 0 ? Optional.of(new ValueRange(0, 0)) : ranges.of(described.name());
    }
}
