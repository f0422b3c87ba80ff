// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.lite.version.MinimumRuntime;
import io.espalier.lite.version.OperatorVersions;
import java.util.List;

/**
 * Quantizes the main subgraph of a float graph to integers throughout, with ranges that calibration found. Immutable; the same
 * graph, ranges and options give the same result.
 *
 * <pre>{@code
 * Graph quantized = IntegerQuantizer.of(IntegerOptions.INT8).quantize(graph, ranges);
 * }</pre>
 *
 * <p>Operators without an integer kernel stay in float, between DEQUANTIZE and QUANTIZE, unless the options are strict. Other subgraphs
 * stay as they are.
 *
 * @see <a href="https://ai.google.dev/edge/litert/models/quantization_spec">TFLite 8-bit quantization specification</a>
 */
public final class IntegerQuantizer {
    private final IntegerOptions options;

    private IntegerQuantizer(IntegerOptions options) {
        this.options = options;
    }

    public static IntegerQuantizer of(IntegerOptions options) {
        return new IntegerQuantizer(options);
    }

    /**
     * What {@link #quantize} would do, without doing it.
     *
     * @throws QuantizationException if the graph is already quantized, if a range is missing, if a constant holds an infinity or NaN,
     *     or if an operator stays in float though the options are strict
     */
    public QuantizationPlan plan(Graph graph, TensorRanges ranges) {
        refuseQuantized(graph.main());
        return IntegerPlanner.plan(graph.main(), ranges, options);
    }

    /**
     * The quantized graph: tensors keep their names and the operators their order; inputs and outputs that are converted at the
     * boundary keep their names outside.
     *
     * @throws QuantizationException as {@link #plan}
     */
    public Graph quantize(Graph graph, TensorRanges ranges) {
        return apply(graph, plan(graph, ranges));
    }

    /** Carries out a plan that {@link #plan} made for this very graph. */
    public static Graph apply(Graph graph, QuantizationPlan plan) {
        Subgraph before = graph.main();
        Subgraph after = PlanApplication.apply(before, plan);
        List<Signature> signatures = graph.signatures().stream()
                .map(signature -> signature.subgraph() == 0 ? moved(signature, before, after) : signature)
                .toList();
        Graph changed = graph.withSignatures(List.of()).withMain(after).withSignatures(signatures);
        Graph stamped = MinimumRuntime.stamp(OperatorVersions.unify(changed));
        GraphVerifier.verify(stamped);
        return stamped;
    }

    private static Signature moved(Signature signature, Subgraph before, Subgraph after) {
        List<NamedTensor> outputs = signature.outputs().stream()
                .map(output ->
                        new NamedTensor(output.name(), moved(output.tensor(), before.outputs(), after.outputs())))
                .toList();
        return new Signature(
                signature.key(), signature.inputs(), outputs, signature.subgraph(), signature.deprecatedTag());
    }

    private static int moved(int tensor, Ints before, Ints after) {
        for (int position = 0; position < before.size(); position++) {
            if (before.get(position) == tensor) {
                return after.get(position);
            }
        }
        return tensor;
    }

    private static void refuseQuantized(Subgraph subgraph) {
        for (Tensor tensor : subgraph.tensors()) {
            if (tensor.quantization().isPresent()) {
                throw alreadyQuantized("tensor '" + tensor.name() + "' is " + tensor.type() + " with a scale");
            }
        }
        for (Operator operator : subgraph.operators()) {
            if (operator.is(BuiltinOperator.QUANTIZE)
                    || operator.is(BuiltinOperator.DEQUANTIZE)
                    || operator.is(BuiltinOperator.FAKE_QUANT)) {
                throw alreadyQuantized("it has the operator " + operator.code().name());
            }
        }
    }

    private static QuantizationException alreadyQuantized(String evidence) {
        return new QuantizationException(
                "the model is already quantized: " + evidence + "; quantize the float32 model that it was made from");
    }
}
