// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Products with matrices. */
final class ProductExport {
    private ProductExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(FULLY_CONNECTED, ProductExport::fullyConnected);
        rows.put(BATCH_MATMUL, ProductExport::matMul);
        return rows;
    }

    /** Keras's matrix has the inputs first; what has more than two dimensions is multiplied row by row. */
    private static void fullyConnected(OperatorCall call) {
        if (call.options().symbol("weights_format", FullyConnectedWeightsFormat.values())
                != FullyConnectedWeightsFormat.DEFAULT) {
            throw new UnsupportedPartException("FULLY_CONNECTED with shuffled weights");
        }
        Ints shape = call.shape(0);
        Ints matrix = call.shape(1);
        boolean isFlat = shape.size() == 2 && shape.get(1) == matrix.get(1);
        DataType type = call.type(0);
        String value = isFlat ? call.input(0) : call.reshape(call.input(0), type, call.ints(-1, matrix.get(1)));
        Optional<Operand.Known> constant = call.known(1);
        String weights = constant.map(known -> call.weight(known, Permuted.of(known.tensor(), List.of(1, 0))))
                .orElseGet(() -> call.input(1));
        Attributes attributes =
                Attributes.ofType(type).with("transpose_a", false).with("transpose_b", constant.isEmpty());
        String product = biased(call, call.node("MatMul", attributes, value, weights), 2);
        boolean isKept = call.options().flag("keep_num_dims") && !isFlat;
        call.output(isKept ? call.reshape(product, type, outer(call, shape, matrix.get(0))) : product);
    }

    /** All sizes of the input but the last, then the number of units. */
    private static String outer(OperatorCall call, Ints shape, int units) {
        int[] sizes = shape.toArray();
        sizes[sizes.length - 1] = units;
        if (IntStream.of(sizes).filter(size -> size < 0).count() <= 1) {
            return call.ints(sizes);
        }
        Attributes ofShape = Attributes.ofType(call.type(0)).with("out_type", DataType.INT32);
        String whole = call.node("Shape", ofShape, call.input(0));
        Attributes sliced = Attributes.ofType(DataType.INT32).with("Index", DataType.INT32);
        String before = call.node("Slice", sliced, whole, call.ints(0), call.ints(sizes.length - 1));
        Attributes joined = Attributes.ofType(DataType.INT32).with("N", 2).with("Tidx", DataType.INT32);
        return call.node("ConcatV2", joined, before, call.ints(units), call.number(0));
    }

    /** Adds the bias in an input, unless it is all zeros: that is how TFLite writes none. */
    static String biased(OperatorCall call, String value, int position) {
        if (!call.hasInput(position)
                || call.known(position).map(known -> isZero(known.tensor())).orElse(false)) {
            return value;
        }
        Attributes attributes = Attributes.ofType(call.resultType(0)).with("data_format", "NHWC");
        return call.node("BiasAdd", attributes, value, call.input(position));
    }

    private static boolean isZero(ConstantTensor tensor) {
        FloatBuffer values = tensor.values().asFloatBuffer();
        boolean isZero = tensor.type() == DataType.FLOAT;
        while (isZero && values.hasRemaining()) {
            isZero = values.get() == 0;
        }
        return isZero;
    }

    private static void matMul(OperatorCall call) {
        Attributes attributes = Attributes.ofType(call.type(0))
                .with("adj_x", call.options().flag("adj_x"))
                .with("adj_y", call.options().flag("adj_y"));
        call.output(call.node("BatchMatMulV2", attributes, call.input(0), call.input(1)));
    }
}
