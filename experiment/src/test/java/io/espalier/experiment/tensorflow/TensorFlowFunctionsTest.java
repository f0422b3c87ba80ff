// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.ModelFormatException;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.FunctionDef.Argument;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions, branches and loops of TensorFlow 2, as Keras writes them. */
class TensorFlowFunctionsTest {
    private static final AttrValue FLOAT = new AttrValue.Type(DataType.FLOAT);
    private static final AttrValue INT = new AttrValue.Type(DataType.INT32);
    private static final Argument X = new Argument("x", DataType.FLOAT);
    private static final Argument Y = new Argument("y", DataType.FLOAT);

    @TempDir
    private Path folder;

    private final List<NodeDef> nodes = new ArrayList<>();
    private final List<FunctionDef> functions = new ArrayList<>();

    @Test
    void functionsThatCallFunctionsAreFollowed() throws IOException {
        functions.add(new FunctionDef(
                "outer",
                List.of(X),
                List.of(Y),
                List.of(call("inner", "inner", "x"), node("relu", "Relu", "inner:output:0")),
                Map.of("y", "relu:activations:0")));
        functions.add(new FunctionDef(
                "inner", List.of(X), List.of(Y), List.of(node("neg", "Neg", "x")), Map.of("y", "neg:y:0")));
        nodes.add(call("y", "outer", "x"));

        agree(new long[] {2, 3}, -1, 3);
    }

    @Test
    void aFunctionThatCallsItselfIsRefused() throws IOException {
        functions.add(new FunctionDef(
                "f", List.of(X), List.of(Y), List.of(call("again", "f", "x")), Map.of("y", "again:output:0")));
        nodes.add(call("y", "f", "x"));
        write(-1, 3);

        assertThatThrownBy(() -> InBoth.tflite(folder, new long[] {1, 3}, 1, 2, 3))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining("the function 'f' calls itself");
    }

    @Test
    void operatorsWithoutAnEquivalentAreListedAllAtOnce() throws IOException {
        nodes.add(node("one", "Betainc", "x", "x", "x"));
        nodes.add(node("two", "Softpluss", "x"));
        nodes.add(node("y", "AddV2", "one", "two"));
        write(-1, 3);

        assertThatThrownBy(() -> InBoth.tflite(folder, new long[] {1, 3}, 1, 2, 3))
                .hasMessageContaining("Betainc (1)")
                .hasMessageContaining("Softpluss (1)")
                .hasMessageContaining("Softplus");
    }

    @Test
    void branchesAreTakenAsTheInputSays() throws IOException {
        functions.add(new FunctionDef(
                "yes", List.of(X), List.of(Y), List.of(node("neg", "Neg", "x")), Map.of("y", "neg:y:0")));
        functions.add(new FunctionDef(
                "no", List.of(X), List.of(Y), List.of(node("exp", "Exp", "x")), Map.of("y", "exp:y:0")));
        nodes.add(ints("all", new long[] {2}, 0, 1));
        nodes.add(with(node("sum", "Sum", "x", "all"), "Tidx", INT));
        nodes.add(floats("zero", 0));
        nodes.add(node("positive", "Greater", "sum", "zero"));
        nodes.add(new NodeDef(
                "y",
                "If",
                List.of("positive", "x"),
                Map.of(
                        "Tcond", new AttrValue.Type(DataType.BOOL),
                        "Tin", types(DataType.FLOAT),
                        "Tout", types(DataType.FLOAT),
                        "then_branch", new AttrValue.Function("yes", Map.of()),
                        "else_branch", new AttrValue.Function("no", Map.of()))));

        agree(new long[] {2, 3}, 2, 3);
    }

    @Test
    void aLoopWhoseEndTheInputDecidesStaysALoop() throws IOException {
        functions.add(new FunctionDef(
                "small",
                List.of(X),
                List.of(new Argument("go", DataType.BOOL)),
                List.of(
                        ints("all", new long[] {2}, 0, 1),
                        with(node("sum", "Sum", "x", "all:output:0"), "Tidx", INT),
                        floats("limit", 100),
                        node("less", "Less", "sum:output:0", "limit:output:0")),
                Map.of("go", "less:z:0")));
        functions.add(new FunctionDef(
                "doubled",
                List.of(X),
                List.of(Y),
                List.of(
                        floats("one", 1),
                        node("twice", "AddV2", "x", "x"),
                        node("more", "AddV2", "twice:z:0", "one:output:0")),
                Map.of("y", "more:z:0")));
        nodes.add(loop("y", "small", "doubled", List.of("x"), DataType.FLOAT));

        agree(new long[] {2, 3}, 2, 3);
    }

    /** As Keras's recurrent layers: lists of the steps, written and read by a counter. */
    @Test
    void aLoopOverTheStepsOfASequenceIsUnrolled() throws IOException {
        DataType list = DataType.VARIANT;
        List<Argument> state = List.of(
                new Argument("i", DataType.INT32),
                new Argument("n", DataType.INT32),
                new Argument("read", list),
                new Argument("written", list),
                new Argument("state", DataType.FLOAT));
        functions.add(new FunctionDef(
                "more",
                state,
                List.of(new Argument("go", DataType.BOOL)),
                List.of(with(node("less", "Less", "i", "n"), "T", INT)),
                Map.of("go", "less:z:0")));
        functions.add(new FunctionDef(
                "step",
                state,
                state.stream()
                        .map(one -> new Argument("next_" + one.name(), one.type()))
                        .toList(),
                List.of(
                        ints("shape", new long[] {2}, -1, 3),
                        new NodeDef(
                                "item",
                                "TensorListGetItem",
                                List.of("read", "i", "shape:output:0"),
                                Map.of("element_dtype", FLOAT)),
                        node("sum", "AddV2", "item:item:0", "state"),
                        node("tanh", "Tanh", "sum:z:0"),
                        new NodeDef(
                                "set",
                                "TensorListSetItem",
                                List.of("written", "i", "tanh:y:0"),
                                Map.of("element_dtype", FLOAT)),
                        ints("one", new long[0], 1),
                        with(node("after", "AddV2", "i", "one:output:0"), "T", INT)),
                Map.of(
                        "next_i", "after:z:0",
                        "next_n", "n",
                        "next_read", "read",
                        "next_written", "set:output_handle:0",
                        "next_state", "tanh:y:0")));
        nodes.add(ints("perm", new long[] {3}, 1, 0, 2));
        nodes.add(with(node("steps", "Transpose", "x", "perm"), "Tperm", INT));
        nodes.add(ints("shape", new long[] {2}, -1, 3));
        nodes.add(new NodeDef(
                "read",
                "TensorListFromTensor",
                List.of("steps", "shape"),
                Map.of("element_dtype", FLOAT, "shape_type", INT)));
        nodes.add(ints("n", new long[0], 4));
        nodes.add(new NodeDef(
                "written",
                "TensorListReserve",
                List.of("shape", "n"),
                Map.of("element_dtype", FLOAT, "shape_type", INT)));
        nodes.add(ints("i", new long[0], 0));
        nodes.add(with(with(node("sizes", "Shape", "x"), "out_type", INT), "T", FLOAT));
        nodes.add(ints("first", new long[] {1}, 0));
        nodes.add(ints("second", new long[] {1}, 1));
        nodes.add(new NodeDef(
                "batch",
                "StridedSlice",
                List.of("sizes", "first", "second", "second"),
                Map.of("T", INT, "Index", INT, "shrink_axis_mask", new AttrValue.Whole(1))));
        nodes.add(ints("units", new long[0], 3));
        nodes.add(
                new NodeDef("dims", "Pack", List.of("batch", "units"), Map.of("T", INT, "N", new AttrValue.Whole(2))));
        nodes.add(floats("zero", 0));
        nodes.add(with(node("state", "Fill", "dims", "zero"), "index_type", INT));
        nodes.add(loop(
                "loop",
                "more",
                "step",
                List.of("i", "n", "read", "written", "state"),
                DataType.INT32,
                DataType.INT32,
                list,
                list,
                DataType.FLOAT));
        nodes.add(
                new NodeDef("stacked", "TensorListStack", List.of("loop:3", "shape"), Map.of("element_dtype", FLOAT)));
        nodes.add(with(node("y", "Transpose", "stacked", "perm"), "Tperm", INT));

        agree(new long[] {2, 4, 3}, -1, 4, 3);
    }

    private void agree(long[] shape, long... signature) throws IOException {
        write(signature);
        int count = (int) Arrays.stream(shape).reduce(1, (one, other) -> one * other);
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) Math.sin(i * 1.3) + 0.2f;
        }
        assertThat(InBoth.tflite(folder, shape, x)).containsExactly(InBoth.tensorFlow(folder, shape, x), within(2e-6f));
    }

    private void write(long... shape) throws IOException {
        NodeDef input = new NodeDef(
                "x",
                "Placeholder",
                List.of(),
                Map.of("dtype", FLOAT, "shape", new AttrValue.Shaped(TensorShape.of(shape))));
        SignatureDef signature = new SignatureDef(
                Map.of("x", new TensorInfo("x:0", DataType.FLOAT, TensorShape.of(shape))),
                Map.of("y", new TensorInfo("y:0", DataType.FLOAT, TensorShape.UNKNOWN)),
                "tensorflow/serving/predict");
        MetaGraph graph = new MetaGraph(
                List.of("serve"),
                "2.16.1",
                new GraphDef(
                        Stream.concat(Stream.of(input), nodes.stream()).toList(), functions, GraphDef.CURRENT_PRODUCER),
                MetaGraph.Saver.NONE,
                Map.of("serving_default", signature),
                List.of(),
                List.of());
        Files.write(
                folder.resolve(SavedModelFile.NAME),
                ProtoWriter.savedModel(graph).toByteArray());
    }

    private static NodeDef node(String name, String op, String... inputs) {
        return new NodeDef(name, op, List.of(inputs), Map.of("T", FLOAT));
    }

    private static NodeDef with(NodeDef node, String key, AttrValue value) {
        Map<String, AttrValue> attributes = new java.util.LinkedHashMap<>(node.attributes());
        attributes.put(key, value);
        return node.withAttributes(attributes);
    }

    private static NodeDef call(String name, String function, String input) {
        return new NodeDef(
                name,
                "StatefulPartitionedCall",
                List.of(input),
                Map.of(
                        "Tin", types(DataType.FLOAT),
                        "Tout", types(DataType.FLOAT),
                        "f", new AttrValue.Function(function, Map.of())));
    }

    private static NodeDef loop(String name, String condition, String body, List<String> inputs, DataType... types) {
        return new NodeDef(
                name,
                "While",
                inputs,
                Map.of(
                        "T", types(types),
                        "cond", new AttrValue.Function(condition, Map.of()),
                        "body", new AttrValue.Function(body, Map.of())));
    }

    private static AttrValue types(DataType... types) {
        return new AttrValue.Items(
                Arrays.stream(types).<AttrValue>map(AttrValue.Type::new).toList());
    }

    private static NodeDef ints(String name, long[] shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return constant(name, ConstantTensor.of(DataType.INT32, TensorShape.of(shape), bytes.flip()));
    }

    private static NodeDef floats(String name, float value) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        return constant(name, ConstantTensor.of(DataType.FLOAT, TensorShape.of(), bytes.flip()));
    }

    private static NodeDef constant(String name, ConstantTensor tensor) {
        return new NodeDef(
                name,
                "Const",
                List.of(),
                Map.of("dtype", new AttrValue.Type(tensor.type()), "value", new AttrValue.Constant(tensor)));
    }
}
