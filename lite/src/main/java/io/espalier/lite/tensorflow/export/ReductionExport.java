// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.tensorflow.DataType;
import java.util.EnumMap;
import java.util.Map;

/** Operators that sum up, find or count, and those that make tensors of numbers. */
final class ReductionExport {
    // As TFLite's kernel keeps a norm from zero.
    private static final float LEAST_NORM = 1e-6f;

    private ReductionExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(MEAN, reduction("Mean"));
        rows.put(SUM, reduction("Sum"));
        rows.put(REDUCE_MAX, reduction("Max"));
        rows.put(REDUCE_MIN, reduction("Min"));
        rows.put(REDUCE_PROD, reduction("Prod"));
        rows.put(REDUCE_ALL, truths("All"));
        rows.put(REDUCE_ANY, truths("Any"));
        rows.put(ARG_MAX, place("ArgMax"));
        rows.put(ARG_MIN, place("ArgMin"));
        rows.put(CUMSUM, ReductionExport::cumulated);
        rows.put(
                TOPK_V2,
                call -> MovementExport.several(
                        call,
                        "TopKV2",
                        Attributes.ofType(call.type(0)).with("sorted", true),
                        call.input(0),
                        call.scalar(1)));
        rows.put(ONE_HOT, ReductionExport::oneHot);
        rows.put(WHERE, call -> call.output(call.node("Where", Attributes.ofType(call.type(0)), call.input(0))));
        rows.put(
                SHAPE,
                call -> call.output(call.node(
                        "Shape", Attributes.ofType(call.type(0)).with("out_type", call.resultType(0)), call.input(0))));
        rows.put(RANK, call -> call.output(call.node("Rank", Attributes.ofType(call.type(0)), call.input(0))));
        rows.put(
                FILL,
                call -> call.output(call.node(
                        "Fill",
                        Attributes.ofType(call.type(1)).with("index_type", call.type(0)),
                        call.input(0),
                        call.scalar(1))));
        rows.put(
                RANGE,
                call -> call.output(call.node(
                        "Range",
                        new Attributes().with("Tidx", call.type(0)),
                        call.scalar(0),
                        call.scalar(1),
                        call.scalar(2))));
        rows.put(L2_NORMALIZATION, ReductionExport::normalize);
        rows.put(
                SCATTER_ND,
                call -> call.output(call.node(
                        "ScatterNd",
                        Attributes.ofType(call.type(1)).with("Tindices", call.type(0)),
                        call.input(0),
                        call.input(1),
                        call.input(2))));
        rows.put(LOCAL_RESPONSE_NORMALIZATION, ReductionExport::localResponse);
        return rows;
    }

    private static Attributes kept(OperatorCall call, Attributes attributes) {
        return attributes
                .with("Tidx", call.type(1))
                .with("keep_dims", call.options().flag("keep_dims"));
    }

    private static ExportRule reduction(String op) {
        return call ->
                call.output(call.node(op, kept(call, Attributes.ofType(call.type(0))), call.input(0), call.input(1)));
    }

    private static ExportRule truths(String op) {
        return call -> call.output(call.node(op, kept(call, new Attributes()), call.input(0), call.input(1)));
    }

    private static ExportRule place(String op) {
        return call -> {
            Attributes attributes =
                    Attributes.ofType(call.type(0)).with("Tidx", call.type(1)).with("output_type", call.resultType(0));
            call.output(call.node(op, attributes, call.input(0), call.scalar(1)));
        };
    }

    private static void cumulated(OperatorCall call) {
        Attributes attributes = Attributes.ofType(call.type(0))
                .with("Tidx", call.type(1))
                .with("exclusive", call.options().flag("exclusive"))
                .with("reverse", call.options().flag("reverse"));
        call.output(call.node("Cumsum", attributes, call.input(0), call.scalar(1)));
    }

    private static void oneHot(OperatorCall call) {
        Attributes attributes = Attributes.ofType(call.type(2))
                .with("TI", call.type(0))
                .with("axis", call.options().integer("axis"));
        call.output(call.node("OneHot", attributes, call.input(0), call.scalar(1), call.scalar(2), call.scalar(3)));
    }

    private static void normalize(OperatorCall call) {
        Attributes type = Attributes.ofType(DataType.FLOAT);
        Attributes sum =
                Attributes.ofType(DataType.FLOAT).with("Tidx", DataType.INT32).with("keep_dims", true);
        String squares = call.node("Sum", sum, call.node("Square", type, call.input(0)), call.ints(-1));
        String norm = call.node("Maximum", type, call.node("Sqrt", type, squares), call.real(LEAST_NORM));
        call.output(call.node("RealDiv", type, call.input(0), norm));
    }

    private static void localResponse(OperatorCall call) {
        Attributes attributes = Attributes.ofType(DataType.FLOAT)
                .with("depth_radius", call.options().integer("radius"))
                .with("bias", call.options().real("bias"))
                .with("alpha", call.options().real("alpha"))
                .with("beta", call.options().real("beta"));
        call.output(call.node("LRN", attributes, call.input(0)));
    }
}
