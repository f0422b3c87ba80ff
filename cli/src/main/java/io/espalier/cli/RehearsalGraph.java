// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.MetaGraph.Saver;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A small graph with the operators that Keras writes for most image networks. */
final class RehearsalGraph {
    private static final Map<String, AttrValue> NONE = Map.of();
    private static final AttrValue SAME = AttrValue.of("SAME");

    private final List<NodeDef> nodes = new ArrayList<>();

    private RehearsalGraph() {}

    /** The file {@code saved_model.pb} of a SavedModel without variables. */
    static byte[] savedModel() {
        TensorInfo input = new TensorInfo("x:0", DataType.FLOAT, TensorShape.of(-1, 8, 8));
        TensorInfo output = new TensorInfo("y:0", DataType.FLOAT, TensorShape.of(-1, 2));
        RehearsalGraph graph = new RehearsalGraph();
        graph.build(input);
        SignatureDef signature =
                new SignatureDef(Map.of("x", input), Map.of("y", output), "tensorflow/serving/predict");
        MetaGraph model = new MetaGraph(
                List.of("serve"),
                "2.18.0",
                new GraphDef(graph.nodes, List.of(function()), GraphDef.CURRENT_PRODUCER),
                Saver.NONE,
                Map.of("serving_default", signature),
                List.of(),
                List.of());
        return ProtoWriter.savedModel(model).toByteArray();
    }

    private static FunctionDef function() {
        return new FunctionDef(
                "same",
                List.of(new FunctionDef.Argument("from", DataType.FLOAT)),
                List.of(new FunctionDef.Argument("to", DataType.FLOAT)),
                List.of(new NodeDef("itself", "Identity", List.of("from"), NONE)),
                Map.of("to", "itself:output:0"));
    }

    private void build(TensorInfo input) {
        add(
                "x",
                "Placeholder",
                Map.of("dtype", new AttrValue.Type(input.type()), "shape", new AttrValue.Shaped(input.shape())));
        // Reshape and Flatten of Keras compute the batch.
        add("shape", "Shape", NONE, "x");
        Map<String, AttrValue> first = Map.of("shrink_axis_mask", new AttrValue.Whole(1));
        add("batch", "StridedSlice", first, "shape", ints("begin", 0), ints("end", 1), ints("step", 1));
        add("sizes", "Pack", NONE, "batch", number("height", 8), number("width", 8), number("depth", 1));
        add("image", "Reshape", NONE, "x", "sizes");
        Map<String, AttrValue> halved = Map.of("strides", AttrValue.of(List.of(1, 2, 2, 1)), "padding", SAME);
        add("convolution", "Conv2D", halved, "image", floats("kernel", 3, 3, 1, 2));
        add("biased", "BiasAdd", NONE, "convolution", floats("bias", 2));
        normalized("normal", "biased");
        add("relu", "Relu", NONE, "normal");
        Map<String, AttrValue> whole = Map.of("strides", AttrValue.of(List.of(1, 1, 1, 1)), "padding", SAME);
        add("depthwise", "DepthwiseConv2dNative", whole, "relu", floats("filters", 3, 3, 2, 1));
        normalized("again", "depthwise");
        add("relu6", "Relu6", NONE, "again");
        add("sum", "AddV2", NONE, "relu", "relu6");
        Map<String, AttrValue> window = Map.of(
                "ksize",
                AttrValue.of(List.of(1, 2, 2, 1)),
                "strides",
                AttrValue.of(List.of(1, 2, 2, 1)),
                "padding",
                AttrValue.of("VALID"));
        add("pooled", "MaxPool", window, "sum");
        add("called", "PartitionedCall", Map.of("f", new AttrValue.Function("same", Map.of())), "pooled");
        add("pointwise", "Conv2D", whole, "called", floats("points", 1, 1, 2, 2));
        add("mean", "Mean", NONE, "pointwise", ints("axes", 1, 2));
        add("flat", "Reshape", NONE, "mean", ints("flat_shape", -1, 2));
        add("product", "MatMul", NONE, "flat", floats("weights", 2, 2));
        add("logits", "BiasAdd", NONE, "product", floats("biases", 2));
        add("softmax", "Softmax", NONE, "logits");
        add("y", "Identity", NONE, "softmax");
    }

    private void normalized(String name, String input) {
        add(
                name,
                "FusedBatchNormV3",
                Map.of("epsilon", new AttrValue.Real(0.001f), "is_training", new AttrValue.Flag(false)),
                input,
                floats(name + "/gamma", 2),
                floats(name + "/beta", 2),
                floats(name + "/mean", 2),
                floats(name + "/variance", 2));
    }

    private void add(String name, String op, Map<String, AttrValue> attributes, String... inputs) {
        nodes.add(new NodeDef(name, op, List.of(inputs), attributes));
    }

    private String number(String name, int value) {
        return constant(name, DataType.INT32, TensorShape.of(), value);
    }

    private String ints(String name, int... values) {
        return constant(name, DataType.INT32, TensorShape.of(values.length), values);
    }

    private String floats(String name, long... sizes) {
        TensorShape shape = TensorShape.of(sizes);
        int[] bits = new int[(int) shape.elements()];
        Arrays.setAll(bits, place -> Float.floatToIntBits(1f / (place + 2)));
        return constant(name, DataType.FLOAT, shape, bits);
    }

    private String constant(String name, DataType type, TensorShape shape, int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(bits);
        AttrValue value = new AttrValue.Constant(ConstantTensor.of(type, shape, bytes));
        add(name, "Const", Map.of("dtype", new AttrValue.Type(type), "value", value));
        return name;
    }
}
