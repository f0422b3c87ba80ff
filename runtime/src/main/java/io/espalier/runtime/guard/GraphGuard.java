// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.ModelFormatException;
import io.espalier.runtime.InterpreterException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a model before native code sees it, by its graph alone. The runtime trusts the file; what is known to crash it is
 * kept from it here, and so is what it computes wrong without a word. All was seen in TFLite 2.20.
 */
public final class GraphGuard {
    private static final int WEIGHTS = 1;
    private static final int SVDF_STATE = 4;
    private static final int MOST_BROADCAST = 4;
    private static final int LEAST_UNITS_IN_BLOCKS = 4;

    private static final Set<BuiltinOperator> COMPARISONS = EnumSet.of(
            BuiltinOperator.EQUAL,
            BuiltinOperator.NOT_EQUAL,
            BuiltinOperator.GREATER,
            BuiltinOperator.GREATER_EQUAL,
            BuiltinOperator.LESS,
            BuiltinOperator.LESS_EQUAL);

    private static final List<Rule> REFUSED =
            List.of(GraphGuard::svdfForMicro, GraphGuard::wideBroadcast, GraphGuard::faultyBlocks);
    private static final List<Rule> PLAIN_KERNELS_ONLY = List.of(
            GraphGuard::unusedResult,
            GraphGuard::sparseHybrid,
            GraphGuard::scalarRows,
            GraphGuard::otherRows,
            GraphGuard::blocks);

    private GraphGuard() {}

    /** What may be done with a graph. */
    public sealed interface Verdict {
        /** Any kernels may run it. */
        record Sound() implements Verdict {}

        /** TFLite's own kernels may run it, or refuse it themselves; XNNPACK must not see it. */
        record PlainKernelsOnly(String reason) implements Verdict {}

        /** Native code must not see it. */
        record Refused(String reason) implements Verdict {}
    }

    /** What speaks against one operator; empty if nothing does. */
    private interface Rule {
        Optional<String> complaint(Site site);
    }

    /**
     * An operator where it stands.
     *
     * @param used the tensors of its subgraph that somebody reads
     */
    private record Site(Subgraph subgraph, BitSet used, Operator operator) {
        Tensor input(int position) {
            return subgraph.tensor(operator.inputs().get(position));
        }

        boolean isFullyConnected() {
            return operator.is(BuiltinOperator.FULLY_CONNECTED) && operator.hasInput(0) && operator.hasInput(WEIGHTS);
        }

        boolean hasWeightsInBlocks() {
            return isFullyConnected()
                    && input(WEIGHTS).quantization().details() instanceof Details.Blockwise
                    && !input(WEIGHTS).shape().isEmpty();
        }

        boolean keepsDimensions() {
            return operator.options().table() == OptionsTable.FULLY_CONNECTED
                    && operator.options().flag("keep_num_dims");
        }
    }

    /**
     * What is in a file.
     *
     * @throws InterpreterException if it is no whole .tflite file
     */
    public static Graph read(String name, ByteBuffer file) {
        try {
            return GraphReader.read(name, file);
        } catch (ModelFormatException e) {
            throw new InterpreterException(String.valueOf(e.getMessage()), e);
        }
    }

    public static Verdict judge(Graph graph) {
        List<String> problems = GraphVerifier.problems(graph);
        if (!problems.isEmpty()) {
            return new Verdict.Refused("the model is damaged; download the file again, or convert the model again: "
                    + String.join("; ", problems));
        }
        return complaint(graph, REFUSED)
                .<Verdict>map(Verdict.Refused::new)
                .or(() -> complaint(graph, PLAIN_KERNELS_ONLY).map(Verdict.PlainKernelsOnly::new))
                .orElseGet(Verdict.Sound::new);
    }

    /**
     * Whether TFLite's own kernels, which compare shapes with weights, must accept an input's new shape before XNNPACK sees it. Another
     * batch size changes the number of rows alone.
     */
    public static boolean mustProve(List<Integer> before, List<Integer> after) {
        return before.isEmpty() || after.isEmpty() || !rows(before).equals(rows(after));
    }

    private static List<Integer> rows(List<Integer> shape) {
        return shape.subList(1, shape.size());
    }

    private static Optional<String> complaint(Graph graph, List<Rule> rules) {
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            BitSet used = used(subgraph);
            for (int index = 0; index < subgraph.operators().size(); index++) {
                Operator operator = subgraph.operators().get(index);
                Site site = new Site(subgraph, used, operator);
                for (Rule rule : rules) {
                    Optional<String> complaint = rule.complaint(site);
                    if (complaint.isPresent()) {
                        return Optional.of("operator " + index + " ("
                                + operator.code().name() + ") of subgraph " + number + " " + complaint.get());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static BitSet used(Subgraph subgraph) {
        BitSet used = new BitSet();
        mark(used, subgraph.outputs());
        subgraph.operators().forEach(user -> mark(used, user.inputs()));
        return used;
    }

    private static void mark(BitSet used, Ints tensors) {
        tensors.stream().filter(tensor -> tensor >= 0).forEach(used::set);
    }

    private static Optional<String> svdfForMicro(Site site) {
        return when(
                site.operator().is(BuiltinOperator.SVDF)
                        && site.operator().hasInput(0)
                        && site.operator().hasInput(SVDF_STATE)
                        && site.input(0).type() == TensorType.INT8
                        && site.input(SVDF_STATE).type() != TensorType.INT16,
                "has an int8 input and a state that is not int16, as in TFLite Micro; TFLite's kernel needs an int16 state:"
                        + " quantize the float model again");
    }

    private static Optional<String> wideBroadcast(Site site) {
        Operator operator = site.operator();
        if (!COMPARISONS.contains(operator.code().builtin()) || !operator.hasInput(0) || !operator.hasInput(1)) {
            return Optional.empty();
        }
        Ints left = site.input(0).shape();
        Ints right = site.input(1).shape();
        return when(
                !left.equals(right) && Math.max(left.size(), right.size()) > MOST_BROADCAST,
                "has inputs of different shapes, " + left + " and " + right
                        + "; TFLite's kernel repeats values in at most " + MOST_BROADCAST
                        + " dimensions: reshape them before");
    }

    private static Optional<String> unusedResult(Site site) {
        return when(
                site.operator().outputs().stream()
                        .noneMatch(output -> output >= 0 && site.used().get(output)),
                "has no output that is used");
    }

    private static Optional<String> sparseHybrid(Site site) {
        return when(
                site.isFullyConnected()
                        && site.input(WEIGHTS).type() == TensorType.INT8
                        && site.input(WEIGHTS).sparsity().isPresent()
                        && site.input(0).type() == TensorType.FLOAT32,
                "has sparse int8 weights and float activations");
    }

    // XNNPACK takes quantized activations for unsigned there, on processors with VNNI
    private static Optional<String> blocks(Site site) {
        return when(
                site.hasWeightsInBlocks(), "has weights with a scale for each block, and XNNPACK's kernel is wrong");
    }

    private static Optional<String> faultyBlocks(Site site) {
        if (!site.hasWeightsInBlocks()) {
            return Optional.empty();
        }
        boolean clamps = site.operator().options().table() == OptionsTable.FULLY_CONNECTED
                && !site.operator().options().isDefault("fused_activation_function");
        return when(
                clamps || site.input(WEIGHTS).shape().get(0) < LEAST_UNITS_IN_BLOCKS,
                "has weights with a scale for each block, with which TFLite's kernel "
                        + (clamps ? "leaves out the fused activation function" : "puts out 0 for fewer than 4 units")
                        + ": quantize the float model again");
    }

    private static Optional<String> scalarRows(Site site) {
        return when(
                site.isFullyConnected()
                        && site.keepsDimensions()
                        && site.input(0).shape().isEmpty(),
                "keeps the dimensions of a scalar input");
    }

    // constant weights are the verifier's; sizes that are open have a 1 in their place that says nothing
    private static Optional<String> otherRows(Site site) {
        if (!site.isFullyConnected()) {
            return Optional.empty();
        }
        Tensor values = site.input(0);
        Ints weights = site.input(WEIGHTS).dynamicShape();
        boolean known = !values.shape().isEmpty()
                && !values.dynamicShape().contains(-1)
                && weights.size() == 2
                && weights.get(1) > 0;
        if (!known) {
            return Optional.empty();
        }
        int length = weights.get(1);
        int last = values.shape().get(values.shape().size() - 1);
        return when(
                site.keepsDimensions() ? last != length : values.elements() % length != 0,
                "has weights for rows of " + length + " elements, but an input of shape " + values.shape());
    }

    private static Optional<String> when(boolean holds, String complaint) {
        return holds ? Optional.of(complaint) : Optional.empty();
    }
}
