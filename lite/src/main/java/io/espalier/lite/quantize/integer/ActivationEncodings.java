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
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The integer forms of activations.
 *
 * <p>Tensors that an operator binds to one scale make a group, and groups that share a tensor are one. The range of a group holds those
 * of all its tensors. Where one of them comes from a kernel with a scale of its own, such as softmax, the group takes that if it
 * covers the others; else the tensor is requantized on its way into the group.
 */
final class ActivationEncodings {
    private final Subgraph subgraph;
    private final TensorRanges ranges;
    private final IntegerOptions options;

    /** For each tensor another of its group, and for the first of a group itself. */
    private final int[] parents;

    private final Map<Integer, TensorEncoding> fixed = new HashMap<>();
    private final Map<Integer, Set<Integer>> members = new HashMap<>();
    private final Map<Integer, TensorEncoding> decided = new HashMap<>();
    private final Map<Integer, Float> leastScales = new HashMap<>();

    /** @param operators those that compute with integers */
    ActivationEncodings(Subgraph subgraph, List<Operator> operators, TensorRanges ranges, IntegerOptions options) {
        this.subgraph = subgraph;
        this.ranges = ranges;
        this.options = options;
        this.parents = IntStream.range(0, subgraph.tensors().size()).toArray();
        operators.forEach(this::bind);
        for (int tensor = 0; tensor < parents.length; tensor++) {
            members.computeIfAbsent(root(tensor), unused -> new LinkedHashSet<>())
                    .add(tensor);
        }
    }

    // A tensor whose scale is free stays a group of its own.
    private void bind(Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        ScaleConstraint scales = row.scales(options.activations());
        if (scales instanceof ScaleConstraint.Fixed known) {
            TensorEncoding form = new TensorEncoding(
                    options.activations().tensorType(), Quantization.perTensor(known.scale(), known.zeroPoint()));
            row.activationOutputs(operator).forEach(output -> fixed.put(output, form));
        } else if (scales instanceof ScaleConstraint.SameAsInput) {
            int[] bound = IntStream.concat(
                            row.activationInputs(operator)
                                    .filter(input -> extendsItsGroup(operator, subgraph.tensor(input))),
                            row.activationOutputs(operator))
                    .toArray();
            for (int tensor : bound) {
                parents[root(tensor)] = root(bound[0]);
            }
        }
    }

    // Values clipped by a comparison with a constant do not reach the output, and those that do were observed.
    private static boolean extendsItsGroup(Operator operator, Tensor tensor) {
        return !tensor.isConstant() || !(operator.is(BuiltinOperator.MAXIMUM) || operator.is(BuiltinOperator.MINIMUM));
    }

    private int root(int tensor) {
        int root = tensor;
        while (parents[root] != root) {
            root = parents[root];
        }
        return root;
    }

    /** Whether the tensor shares its scale with others. */
    boolean isGrouped(int tensor) {
        return membersOf(tensor).size() > 1;
    }

    /** The encoding of the tensor if it is the output of a kernel with a built-in scale. */
    Optional<TensorEncoding> fixed(int tensor) {
        return Optional.ofNullable(fixed.get(tensor));
    }

    /** Ensures that a tensor and its group get no finer scale than this, unless the kernel has a built-in one. */
    void raiseScale(int tensor, float least) {
        int root = root(tensor);
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
        int root = root(tensor);
        TensorEncoding known = decided.get(root);
        if (known == null) {
            known = decide(membersOf(tensor)).withScaleOfAtLeast(leastScales.getOrDefault(root, 0f));
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
        Tensor described = subgraph.tensor(tensor);
        if (described.isConstant() && described.type() == TensorType.FLOAT32) {
            return IntegerConstants.range(described);
        }
        if (described.elements() == 0) {
            return new ValueRange(0, 0);
        }
        return ranges.of(described.name())
                .orElseThrow(
                        () -> new QuantizationException(
                                "no range is known for tensor " + tensor + " ('"
                                        + described.name()
                                        + "'), which must be quantized: calibrate the model with data that reach it, or keep the operators around it in float"));
    }

    private Set<Integer> membersOf(int tensor) {
        return members.getOrDefault(root(tensor), Set.of(tensor));
    }
}
