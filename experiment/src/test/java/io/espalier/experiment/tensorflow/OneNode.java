// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.tensorflow;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A SavedModel of one node with an input {@code x} of float32, and constants. */
final class OneNode {
    private final String op;
    private final List<String> inputs = new ArrayList<>();
    private final Map<String, AttrValue> attributes = new LinkedHashMap<>();
    private final List<NodeDef> constants = new ArrayList<>();
    private long[] shape = {-1, 4};
    private int example = 4;
    private DataType result = DataType.FLOAT;
    private String output = "y:0";
    private float least = -2;
    private boolean isAdded;

    private OneNode(String op) {
        this.op = op;
    }

    static OneNode of(String op) {
        return new OneNode(op).with("T", DataType.FLOAT);
    }

    /** The input, of one example's shape behind the batch. */
    OneNode x(long... shapeOfExample) {
        shape = new long[shapeOfExample.length + 1];
        shape[0] = -1;
        System.arraycopy(shapeOfExample, 0, shape, 1, shapeOfExample.length);
        example = (int) Arrays.stream(shapeOfExample).reduce(1, (one, other) -> one * other);
        inputs.add("x");
        return this;
    }

    /** Inputs from this number on. */
    OneNode from(float number) {
        least = number;
        return this;
    }

    /** Whether the elements of the input are above 0. */
    OneNode flags(long... shapeOfExample) {
        x(shapeOfExample);
        inputs.remove(inputs.size() - 1);
        floats(new long[0], 0);
        String zero = inputs.remove(inputs.size() - 1);
        return step(
                "flags" + constants.size(),
                "Greater",
                List.of("x", zero),
                Map.of("T", new AttrValue.Type(DataType.FLOAT)));
    }

    /** The elements of the input as whole numbers. */
    OneNode whole(long... shapeOfExample) {
        x(shapeOfExample);
        inputs.remove(inputs.size() - 1);
        return step(
                "whole",
                "Cast",
                List.of("x"),
                Map.of("SrcT", new AttrValue.Type(DataType.FLOAT), "DstT", new AttrValue.Type(DataType.INT32)));
    }

    /** What another node with the same first operand makes. */
    OneNode step(String name, String operator, List<String> operands, Map<String, AttrValue> settings) {
        constants.add(new NodeDef(name, operator, operands, settings));
        inputs.add(name);
        return this;
    }

    /** The sum of the input and the result, of a node that does not take the input. */
    OneNode plusX(long... shapeOfExample) {
        x(shapeOfExample);
        inputs.remove(inputs.size() - 1);
        isAdded = true;
        return this;
    }

    OneNode floats(long[] dimensions, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(value -> bytes.putFloat((float) value));
        return constant(ConstantTensor.of(DataType.FLOAT, TensorShape.of(dimensions), bytes.flip()));
    }

    OneNode list(int... values) {
        return integers(new long[] {values.length}, values);
    }

    OneNode number(int value) {
        return integers(new long[0], value);
    }

    OneNode integers(long[] dimensions, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return constant(ConstantTensor.of(DataType.INT32, TensorShape.of(dimensions), bytes.flip()));
    }

    private OneNode constant(ConstantTensor tensor) {
        String name = "c" + constants.size();
        constants.add(new NodeDef(
                name,
                "Const",
                List.of(),
                Map.of("dtype", new AttrValue.Type(tensor.type()), "value", new AttrValue.Constant(tensor))));
        inputs.add(name);
        return this;
    }

    OneNode with(String key, AttrValue value) {
        attributes.put(key, value);
        return this;
    }

    OneNode with(String key, DataType value) {
        return with(key, new AttrValue.Type(value));
    }

    OneNode with(String key, long value) {
        return with(key, new AttrValue.Whole(value));
    }

    OneNode with(String key, float value) {
        return with(key, new AttrValue.Real(value));
    }

    OneNode with(String key, boolean value) {
        return with(key, new AttrValue.Flag(value));
    }

    OneNode with(String key, String value) {
        return with(key, AttrValue.of(value));
    }

    OneNode with(String key, Integer... values) {
        return with(key, AttrValue.of(List.of(values)));
    }

    OneNode without(String key) {
        attributes.remove(key);
        return this;
    }

    OneNode gives(DataType type) {
        result = type;
        return this;
    }

    OneNode output(int number) {
        output = "y:" + number;
        return this;
    }

    /** Random inputs for three examples. */
    float[] examples() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        float[] values = new float[3 * example];
        for (int i = 0; i < values.length; i++) {
            values[i] = least + 4 * (float) random.nextDouble();
        }
        return values;
    }

    long[] shape() {
        long[] batch = shape.clone();
        batch[0] = 3;
        return batch;
    }

    String op() {
        return op;
    }

    void write(Path folder) throws IOException {
        List<NodeDef> nodes = new ArrayList<>(constants);
        nodes.add(new NodeDef(
                "x",
                "Placeholder",
                List.of(),
                Map.of(
                        "dtype", new AttrValue.Type(DataType.FLOAT),
                        "shape", new AttrValue.Shaped(TensorShape.of(shape)))));
        nodes.add(new NodeDef("y", op, inputs, attributes));
        String fetched = output;
        if (isAdded) {
            nodes.add(
                    new NodeDef("sum", "AddV2", List.of("x", output), Map.of("T", new AttrValue.Type(DataType.FLOAT))));
            fetched = "sum:0";
        }
        if (result != DataType.FLOAT) {
            nodes.add(new NodeDef(
                    "as_float",
                    "Cast",
                    List.of(output),
                    Map.of("SrcT", new AttrValue.Type(result), "DstT", new AttrValue.Type(DataType.FLOAT))));
            fetched = "as_float:0";
        }
        SignatureDef signature = new SignatureDef(
                Map.of("x", new TensorInfo("x:0", DataType.FLOAT, TensorShape.of(shape))),
                Map.of("y", new TensorInfo(fetched, DataType.FLOAT, TensorShape.UNKNOWN)),
                "tensorflow/serving/predict");
        MetaGraph graph = new MetaGraph(
                List.of("serve"),
                "2.16.1",
                new GraphDef(nodes, List.of(), GraphDef.CURRENT_PRODUCER),
                MetaGraph.Saver.NONE,
                Map.of("serving_default", signature),
                List.of(),
                List.of());
        Files.write(
                folder.resolve(SavedModelFile.NAME),
                ProtoWriter.savedModel(graph).toByteArray());
    }

    @Override
    public String toString() {
        return op + inputs + attributes.keySet();
    }
}
