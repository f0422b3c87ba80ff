// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import com.google.protobuf.ByteString;
import io.espalier.model.tensorflow.FunctionDef.Argument;
import io.espalier.model.tensorflow.MetaGraph.SavedObject;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import java.util.List;
import java.util.Map;

/** Writes TensorFlow's messages {@code SavedModel}, {@code GraphDef} and what they hold. The mirror of {@code ProtoReader}. */
public final class ProtoWriter {
    private static final int SCHEMA_VERSION = 1;

    private ProtoWriter() {}

    /** A {@code SavedModel} of one graph. */
    public static ByteString savedModel(MetaGraph graph) {
        return ProtoOutput.message(out -> out.whole(1, SCHEMA_VERSION).message(2, inner -> metaGraph(inner, graph)));
    }

    /** A {@code GraphDef}. */
    public static ByteString graph(GraphDef graph) {
        return ProtoOutput.message(out -> graph(out, graph));
    }

    private static void metaGraph(ProtoOutput out, MetaGraph graph) {
        out.message(1, information -> {
            graph.tags().forEach(tag -> information.text(4, tag));
            information.text(5, graph.tensorflowVersion());
        });
        out.message(2, inner -> graph(inner, graph.graph()));
        out.message(
                3,
                saver -> saver.text(1, graph.saver().filename())
                        .text(2, graph.saver().save())
                        .text(3, graph.saver().restore())
                        .whole(7, graph.saver().restore().isEmpty() ? 0 : 2));
        graph.signatures()
                .forEach((key, signature) -> out.message(
                        5,
                        entry -> entry.text(1, key).message(2, value -> {
                            tensors(value, 1, signature.inputs());
                            tensors(value, 2, signature.outputs());
                            value.text(3, signature.method());
                        })));
        graph.assets()
                .forEach(asset -> out.message(
                        6,
                        entry -> entry.message(1, tensor -> tensor.text(1, asset.tensor()))
                                .text(2, asset.file())));
        if (!graph.objects().isEmpty()) {
            out.message(7, inner -> graph.objects().forEach(object -> object(inner, object)));
        }
    }

    private static void object(ProtoOutput out, SavedObject object) {
        out.message(1, inner -> {
            object.children()
                    .forEach((name, number) ->
                            inner.message(1, child -> child.whole(1, number).text(2, name)));
            if (!object.identifier().isEmpty()) {
                inner.message(4, user -> user.text(1, object.identifier()).text(3, object.metadata()));
            }
            if (!object.variable().isEmpty()) {
                inner.message(7, variable -> variable.text(6, object.variable()));
            }
        });
    }

    private static void tensors(ProtoOutput out, int field, Map<String, TensorInfo> tensors) {
        tensors.forEach((name, tensor) -> out.message(
                field,
                entry -> entry.text(1, name)
                        .message(
                                2,
                                value -> value.text(1, tensor.name())
                                        .whole(2, tensor.type().number())
                                        .message(3, shape -> shape(shape, tensor.shape())))));
    }

    private static void graph(ProtoOutput out, GraphDef graph) {
        graph.nodes().forEach(node -> out.message(1, inner -> node(inner, node)));
        if (!graph.functions().isEmpty()) {
            out.message(
                    2,
                    library -> graph.functions()
                            .forEach(function -> library.message(1, inner -> function(inner, function))));
        }
        out.message(4, versions -> versions.whole(1, graph.producer()));
    }

    private static void function(ProtoOutput out, FunctionDef function) {
        out.message(1, signature -> {
            signature.text(1, function.name());
            arguments(signature, 2, function.inputs());
            arguments(signature, 3, function.outputs());
        });
        function.nodes().forEach(node -> out.message(3, inner -> node(inner, node)));
        function.returns()
                .forEach((key, value) ->
                        out.message(4, entry -> entry.text(1, key).text(2, value)));
    }

    private static void arguments(ProtoOutput out, int field, List<Argument> arguments) {
        arguments.forEach(argument -> out.message(
                field,
                inner -> inner.text(1, argument.name()).whole(3, argument.type().number())));
    }

    private static void node(ProtoOutput out, NodeDef node) {
        out.text(1, node.name()).text(2, node.op());
        node.inputs().forEach(input -> out.text(3, input));
        attributes(out, 5, node.attributes());
    }

    private static void attributes(ProtoOutput out, int field, Map<String, AttrValue> attributes) {
        attributes.forEach((key, value) ->
                out.message(field, entry -> entry.text(1, key).message(2, inner -> attribute(inner, value, false))));
    }

    /** @param isItem whether it stands in a list; the numbers of the fields are the same, but for functions */
    private static void attribute(ProtoOutput out, AttrValue value, boolean isItem) {
        if (value instanceof AttrValue.Items items) {
            out.message(1, list -> items.values().forEach(item -> attribute(list, item, true)));
        } else if (value instanceof AttrValue.Bytes bytes) {
            out.bytes(2, ByteString.copyFrom(bytes.value()));
        } else if (value instanceof AttrValue.Whole whole) {
            out.present(3, whole.value());
        } else if (value instanceof AttrValue.Real real) {
            out.present(4, real.value());
        } else if (value instanceof AttrValue.Flag flag) {
            out.present(5, flag.value() ? 1 : 0);
        } else if (value instanceof AttrValue.Type type) {
            out.present(6, type.value().number());
        } else if (value instanceof AttrValue.Shaped shaped) {
            out.message(7, inner -> shape(inner, shaped.value()));
        } else if (value instanceof AttrValue.Constant constant) {
            out.message(8, inner -> tensor(inner, constant.value()));
        } else if (value instanceof AttrValue.Placeholder placeholder) {
            out.text(9, placeholder.name());
        } else if (value instanceof AttrValue.Function function) {
            out.message(isItem ? 9 : 10, inner -> {
                inner.text(1, function.name());
                attributes(inner, 2, function.attributes());
            });
        }
    }

    /** The fields of a {@code TensorShapeProto}. */
    public static void shape(ProtoOutput out, TensorShape shape) {
        shape.dimensions().forEach(size -> out.message(2, dimension -> dimension.whole(1, size)));
        out.whole(3, shape.isRankKnown() ? 0 : 1);
    }

    /** The fields of a {@code TensorProto}. */
    public static void tensor(ProtoOutput out, ConstantTensor tensor) {
        out.whole(1, tensor.type().number()).message(2, shape -> shape(shape, tensor.shape()));
        if (tensor.type() == DataType.STRING) {
            tensor.strings().forEach(text -> out.bytes(8, ByteString.copyFrom(text.value())));
        } else {
            out.bytes(4, ByteString.copyFrom(tensor.values()));
        }
    }
}
