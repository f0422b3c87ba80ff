// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that compute with {@code tf.shape(a)}, of an input a of shape (2, 4): what TensorFlow and the TFLite runtime answer for two examples, 0 to 7
 * and 8 to 15.
 */
class ShapeValuesTest {
    private static final String S = op("compat.v1.shape", "s", "a", "") + item("b", 0) + item("h", 1) + item("w", 2);
    private static final String B = "[\"b\",0,0]";
    private static final String H = "[\"h\",0,0]";
    private static final String W = "[\"w\",0,0]";

    @TempDir
    private Path folder;

    static Stream<Arguments> models() {
        return Stream.of(
                arguments(
                        "tf.transpose(tf.reshape(a, [b, -1, 2]), [0, 2, 1])",
                        S
                                + op("reshape", "r", "a", "\"shape\":[" + B + ",-1,2]")
                                + op("transpose", "y", "r", "\"perm\":[0,2,1]"),
                        numbers(0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15)),
                arguments(
                        "tf.reshape(a, tf.stack([b, h * w]))[:, h:4]",
                        S
                                + op("math.multiply", "n", "h", "\"y\":" + W)
                                + stack("p", tensor("b"), tensor("n"))
                                + op("reshape", "r", "a", "\"shape\":[\"p\",0,0]")
                                + op(
                                        "__operators__.getitem",
                                        "y",
                                        "r",
                                        "\"slice_spec\":[" + range("null") + ","
                                                + range("4").replace("\"start\":null", "\"start\":" + H) + "]"),
                        numbers(2, 3, 10, 11)),
                arguments(
                        "tf.reshape(tf.reduce_max(tf.reshape(a, [b * h, w]) * [1, -1, 1, -1], 1), [b, h])",
                        S
                                + op("math.multiply", "n", "b", "\"y\":" + H)
                                + op("reshape", "r", "a", "\"shape\":[[\"n\",0,0]," + W + "]")
                                + op("math.multiply", "m", "r", "\"y\":[1.0,-1.0,1.0,-1.0]")
                                + op("math.reduce_max", "x", "m", "\"axis\":1")
                                + op("reshape", "y", "x", "\"shape\":[" + B + "," + H + "]"),
                        numbers(2, 6, 10, 14)),
                arguments(
                        "tf.reshape(tf.reshape(a, [-1, 2])[:, ::-1], [-1, 8])",
                        op("reshape", "r", "a", "\"shape\":[-1,2]")
                                + op("reverse", "v", "r", "\"axis\":[1]")
                                + op("reshape", "y", "v", "\"shape\":[-1,8]"),
                        numbers(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)),
                arguments(
                        "tf.concat([a, tf.fill([b, 1, w], 9)], 1)",
                        S
                                + layer(
                                        "fill",
                                        "f",
                                        "[" + nine("b") + ",[\"_CONSTANT_VALUE\",-1,1,{\"value\":9.0}]," + nine("w")
                                                + "]")
                                + layer("concat", "y", "[[\"a\",0,0,{\"axis\":1}],[\"f\",0,0,{\"axis\":1}]]"),
                        numbers(0, 1, 2, 3, 4, 5, 6, 7, 9, 9, 9, 9, 8, 9, 10, 11, 12, 13, 14, 15, 9, 9, 9, 9)),
                arguments(
                        "a * tf.broadcast_to([[[1, 0, 0, 2]]], tf.shape(a))",
                        S
                                + layer(
                                        "broadcast_to",
                                        "c",
                                        "[\"_CONSTANT_VALUE\",-1,[[[1,0,0,2]]],{\"shape\":" + "[\"s\",0,0]}]")
                                + op("math.multiply", "y", "a", "\"y\":[\"c\",0,0]"),
                        numbers(0, 0, 0, 6, 4, 0, 0, 14, 8, 0, 0, 22, 12, 0, 0, 30)),
                arguments(
                        "a / tf.sqrt(tf.cast(w, tf.float32))",
                        S
                                + op("cast", "f", "w", "\"dtype\":\"float32\"")
                                + op("math.sqrt", "q", "f", "")
                                + op("math.truediv", "y", "a", "\"y\":[\"q\",0,0]"),
                        numbers(0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7, 7.5f)),
                arguments(
                        "a[:, :, :h] * tf.linalg.band_part(tf.ones([h, h]), -1, 0)",
                        S
                                + layer("ones", "o", "[" + tensor("h") + "," + tensor("h") + "]")
                                + op("linalg.band_part", "m", "o", "\"num_lower\":-1,\"num_upper\":0")
                                + op(
                                        "__operators__.getitem",
                                        "p",
                                        "a",
                                        "\"slice_spec\":[" + range("null") + "," + range("null") + "," + range(H) + "]")
                                + op("math.multiply", "y", "p", "\"y\":[\"m\",0,0]"),
                        numbers(0, 0, 4, 5, 8, 0, 12, 13)),
                arguments(
                        "a + tf.cast(tf.range(w), tf.float32)[None, None, :]",
                        S
                                + op("range", "i", "w", "")
                                + op("cast", "f", "i", "\"dtype\":\"float32\"")
                                + op(
                                        "__operators__.getitem",
                                        "n",
                                        "f",
                                        "\"slice_spec\":[null,null," + range("null") + "]")
                                + op("math.add", "y", "a", "\"y\":[\"n\",0,0]"),
                        numbers(0, 2, 4, 6, 4, 6, 8, 10, 8, 10, 12, 14, 12, 14, 16, 18)),
                arguments(
                        "tf.keras 2.3: tf.reshape(a, [tf.shape(a)[0], tf.shape(a)[2] // 2, 4])[:, 1]",
                        node("Shape", "s", "a", "", "")
                                + node("StridedSlice", "b", "s", "\"1\":[0],\"2\":[1],\"3\":[1]", "1")
                                + node("StridedSlice", "w", "s", "\"1\":[2],\"2\":[3],\"3\":[1]", "1")
                                + node("FloorDiv", "n", "w", "\"1\":2", "")
                                + node("Pack", "p", "b,n", "\"2\":4", "")
                                + node("Reshape", "r", "a,p", "", "")
                                + node("StridedSlice", "y", "r", "\"1\":[0,1],\"2\":[0,2],\"3\":[1,1]", "2"),
                        numbers(4, 5, 6, 7, 12, 13, 14, 15)),
                arguments(
                        "Keras 3: keras.ops.reshape(a, (None, 4, -1))[:, 1]",
                        keras3("Reshape", "r", "a", "\"newshape\":{\"class_name\":\"__tuple__\",\"items\":[null,4,-1]}")
                                + keras3(
                                        "GetItem",
                                        "y",
                                        "r",
                                        "\"key\":{\"class_name\":\"__tuple__\",\"items\":["
                                                + "{\"class_name\":\"slice\",\"config\":" + range("null") + "},1]}"),
                        numbers(2, 3, 10, 11)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void shapesOfAModelAreNumbersEverywhere(String what, String layers, float[] expected) throws IOException {
        Path file = folder.resolve("model.json");
        Files.writeString(file, model(layers));

        Model model = KerasFiles.read(file);

        assertAnswers(model, expected);
        for (String format : List.of("h5", "keras")) {
            Path written = folder.resolve("written." + format);
            KerasFiles.write(model, null, written);
            assertAnswers(KerasFiles.read(written), expected);
        }
    }

    static Stream<String> positions() {
        return Stream.of(
                "",
                op("expand_dims", "y", "e", "\"axis\":0"),
                op("__operators__.getitem", "y", "e", "\"slice_spec\":[null," + range("null") + "]"),
                op("expand_dims", "x", "e", "\"axis\":0") + op("tile", "y", "x", "\"multiples\":[" + B + ",1,1]"),
                op("broadcast_to", "y", "e", "\"shape\":[\"s\",0,0]"),
                op("reshape", "y", "e", "\"shape\":[1,2,-1]"));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void positionsAreEmbeddedForAllExamples(String layers) throws IOException {
        String embedding = op("range", "p", "0", "")
                        .replace("[\"0\",0,0,{}]", "[\"_CONSTANT_VALUE\",-1,0," + "{\"limit\":" + H + "}]")
                + ",{\"class_name\":\"Embedding\",\"name\":\"e\",\"config\":{\"name\":\"e\",\"input_dim\":2,"
                + "\"output_dim\":4},\"inbound_nodes\":[[" + tensor("p") + "]]}";
        String sum = op("math.add", "z", "a", "\"y\":[\"" + (layers.isEmpty() ? "e" : "y") + "\",0,0]");
        Path file = folder.resolve("model.json");
        Files.writeString(file, model(S + embedding + layers + sum).replace("[[\"y\",0,0]]}}", "[[\"z\",0,0]]}}"));

        Model model = KerasFiles.read(file);

        float[] table = model.weights().get(new WeightKey("e", "embeddings")).toArray();
        float[] expected = new float[16];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = i + table[i % 8];
        }
        assertAnswers(model, expected);
    }

    private static void assertAnswers(Model model, float[] expected) {
        float[] examples = new float[16];
        for (int i = 0; i < examples.length; i++) {
            examples[i] = i;
        }
        KerasAnswers asked = new KerasAnswers(model, List.of(Tensor.of(Shape.of(2, 2, 4), examples)));
        assertThat(asked.inTensorFlow()).containsExactly(expected, within(1e-6f));
        assertThat(asked.inTflite().get(0)).containsExactly(expected, within(1e-6f));
    }

    private static float[] numbers(float... numbers) {
        return numbers;
    }

    private static String model(String layers) {
        boolean isKeras3 = layers.contains("keras.src.ops");
        return "{\"class_name\":\"Functional\",\"config\":{\"name\":\"m\",\"layers\":[{\"class_name\":\"InputLayer\","
                + "\"name\":\"a\",\"config\":{\"name\":\"a\",\"" + (isKeras3 ? "batch_shape" : "batch_input_shape")
                + "\":[null,2,4],\"dtype\":\"float32\"},\"inbound_nodes\":[]}" + layers
                + "],\"input_layers\":[[\"a\",0,0]],\"output_layers\":[[\"y\",0,0]]}}";
    }

    private static String op(String function, String name, String input, String arguments) {
        return layer(function, name, "[\"" + input + "\",0,0,{" + arguments + "}]");
    }

    private static String layer(String function, String name, String call) {
        return ",{\"class_name\":\"TFOpLambda\",\"name\":\"" + name + "\",\"config\":{\"name\":\"" + name
                + "\",\"trainable\":true,\"dtype\":\"float32\",\"function\":\"" + function + "\"},\"inbound_nodes\":["
                + call + "]}";
    }

    private static String item(String name, int index) {
        return op("__operators__.getitem", name, "s", "\"slice_spec\":" + index);
    }

    private static String range(String stop) {
        return "{\"start\":null,\"stop\":" + stop + ",\"step\":null}";
    }

    private static String stack(String name, String... parts) {
        return layer("stack", name, "[" + String.join(",", parts) + "]");
    }

    private static String tensor(String name) {
        return tensor(name, "");
    }

    private static String tensor(String name, String arguments) {
        return "[\"" + name + "\",0,0,{" + arguments + "}]";
    }

    private static String nine(String name) {
        return tensor(name, "\"value\":9.0");
    }

    private static String node(String operation, String name, String inputs, String constants, String dropped) {
        StringBuilder tensors = new StringBuilder();
        StringBuilder places = new StringBuilder();
        for (String input : inputs.split(",")) {
            tensors.append(tensors.isEmpty() ? "" : ",").append(tensor(input));
            places.append(places.isEmpty() ? "" : ",")
                    .append("\"")
                    .append(input)
                    .append("\"");
        }
        for (int i = 0; i < constants.split(":").length - 1; i++) {
            places.append(",\"constant\"");
        }
        String masks = dropped.isEmpty()
                ? ""
                : ",\"begin_mask\":{\"i\":\"" + (dropped.equals("2") ? 1 : 0) + "\"},\"end_mask\":{\"i\":\""
                        + (dropped.equals("2") ? 1 : 0) + "\"},\"shrink_axis_mask\":{\"i\":\"" + dropped + "\"}";
        return ",{\"class_name\":\"TensorFlowOpLayer\",\"name\":\"" + name + "\",\"config\":{\"name\":\"" + name
                + "\",\"trainable\":true,\"dtype\":\"float32\",\"node_def\":{\"name\":\"" + name + "\",\"op\":\""
                + operation + "\",\"input\":[" + places + "],\"attr\":{\"T\":{\"type\":\"DT_INT32\"}" + masks
                + "}},\"constants\":{" + constants + "}},\"inbound_nodes\":[[" + tensors + "]]}";
    }

    private static String keras3(String className, String name, String input, String arguments) {
        return ",{\"module\":\"keras.src.ops.numpy\",\"class_name\":\"" + className + "\",\"name\":\"" + name
                + "\",\"config\":{\"name\":\"" + name + "\"},\"registered_name\":\"" + className
                + "\",\"inbound_nodes\":[{\"args\":[{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,2,4],"
                + "\"dtype\":\"float32\",\"keras_history\":[\"" + input + "\",0,0]}}],\"kwargs\":{" + arguments
                + "}}]}";
    }
}
