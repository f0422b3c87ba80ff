// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.base.EspalierVersion;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lowers a whole model, layer after layer, to a graph of plain operators with one signature. */
public final class ModelLowering {
    /** The key of the signature, which is TensorFlow Serving's for the model itself. */
    public static final String SIGNATURE_KEY = "serving_default";

    private static final String SUBGRAPH_NAME = "main";

    private ModelLowering() {}

    /**
     * The graph that computes what the model does after training. Inputs and outputs of its signature are named by their layers. If the model
     * had quantization-aware training, its tensors have the {@linkplain io.espalier.lite.Tensor#trained() ranges and grids} from it.
     *
     * @throws LoweringException if a layer cannot be lowered; says which and why
     */
    public static Graph lower(Model model) {
        return lower(
                model,
                model.quantization()
                        .map(trained -> TrainingValues.found(trained, model.weights()))
                        .orElse(TrainingValues.NONE),
                false);
    }

    /**
     * As {@link #lower}, for one example at a time, with an operator of its own for each LSTM with the usual activations and no mask. Its kernel keeps
     * the state from one run to the next: callers reset variables before each sequence.
     *
     * @throws LoweringException as {@link #lower}; also if there is no such LSTM
     */
    public static Graph withFusedLstm(Model model) {
        Graph graph = lower(model, TrainingValues.NONE, true);
        boolean isFused = graph.main().operators().stream()
                .anyMatch(operator -> operator.is(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM));
        if (!isFused) {
            throw new LoweringException("the model has no LSTM that could become one operator: " + unfused(model));
        }
        List<Tensor> tensors = graph.main().tensors().stream()
                .map(tensor -> tensor.withDynamicShape(tensor.shape()))
                .toList();
        return graph.withMain(graph.main().withTensors(tensors));
    }

    private static String unfused(Model model) {
        List<String> reasons = new ArrayList<>();
        for (Node node : model.nodes()) {
            if (node.layer() instanceof LSTM lstm) {
                FusedLstm.obstacle(lstm).ifPresent(why -> reasons.add("of layer '" + node.name() + "' " + why));
            }
        }
        return reasons.isEmpty()
                ? "it needs a layer LSTM without mask and given states, and outside of Bidirectional and TimeDistributed"
                : String.join("; ", reasons);
    }

    /**
     * As {@link #lower}, but each tensor says where such training would find its range or its grid.
     *
     * @throws LoweringException as {@link #lower}
     */
    public static Graph withPlaces(Model model) {
        return lower(model, TrainingValues.PLACES, false);
    }

    private static Graph lower(Model model, TrainingValues training, boolean fusesLstm) {
        SubgraphBuilder builder = new SubgraphBuilder(training, fusesLstm);
        Map<String, Integer> tensors = new HashMap<>();
        for (Node node : neededNodes(model)) {
            if (model.outputShape(node).elements() == 0) {
                throw LoweringException.of(
                        node,
                        "its output is an empty tensor of shape "
                                + model.outputShape(node).batched() + ", which TFLite does not support");
            }
            List<Integer> inputs = node.inputs().stream().map(tensors::get).toList();
            tensors.put(node.name(), LayerLowering.lower(model, node, inputs, builder));
        }
        List<NamedTensor> inputs = new ArrayList<>();
        for (Node input : model.inputs()) {
            inputs.add(new NamedTensor(input.name(), tensors.getOrDefault(input.name(), 0)));
        }
        List<NamedTensor> outputs = new ArrayList<>();
        for (String output : model.outputs()) {
            int tensor = tensors.getOrDefault(output, 0);
            boolean isNamed =
                    indices(inputs).contains(tensor) || indices(outputs).contains(tensor);
            outputs.add(new NamedTensor(
                    output, isNamed ? copy(tensor, output, model.outputShape(output), builder) : tensor));
        }
        Subgraph main = builder.build(SUBGRAPH_NAME, indices(inputs), indices(outputs));
        Signature signature = new Signature(SIGNATURE_KEY, inputs, outputs, 0);
        return new Graph("Espalier " + EspalierVersion.current(), List.of(main), List.of(signature), List.of());
    }

    /** As in Keras, layers that no output depends on are left out; inputs stay, for callers count on them. */
    private static List<Node> neededNodes(Model model) {
        Set<String> needed = new HashSet<>(model.outputs());
        Deque<Node> nodes = new ArrayDeque<>();
        for (int i = model.nodes().size() - 1; i >= 0; i--) {
            Node node = model.nodes().get(i);
            if (needed.contains(node.name()) || node.layer() instanceof Input) {
                needed.addAll(node.inputs());
                nodes.addFirst(node);
            }
        }
        return List.copyOf(nodes);
    }

    /** A signature has each tensor once. A RESHAPE to the same shape copies it. */
    private static int copy(int tensor, String output, Shape shape, SubgraphBuilder builder) {
        Ints batched = SubgraphBuilder.batched(shape);
        int operand = builder.ints(output + "/copy/shape", Ints.of(batched.size()), batched.toArray());
        int copied = builder.activation(output + "/copy", shape);
        return builder.operator(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), copied, tensor, operand);
    }

    private static List<Integer> indices(List<NamedTensor> tensors) {
        return tensors.stream().map(NamedTensor::tensor).toList();
    }
}
