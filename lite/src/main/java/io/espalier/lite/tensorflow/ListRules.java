// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of tensors, which loops over sequences read from and write to. All their places are known, as loops over them are unrolled. */
final class ListRules {
    private ListRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "EmptyTensorList" -> NodeRule.of(call -> new Value.TensorList(type(call), List.of()));
            case "TensorListFromTensor" -> NodeRule.of(ListRules::unstacked);
            case "TensorListGetItem" ->
                NodeRule.of(call -> list(call).elements().get(place(call)));
            case "TensorListLength" ->
                NodeRule.of(call -> SubgraphAssembly.ints(
                        call.name(), TensorShape.of(), list(call).elements().size()));
            case "TensorListPushBack" -> NodeRule.of(ListRules::pushed);
            case "TensorListReserve" -> NodeRule.of(ListRules::reserved);
            case "TensorListSetItem" -> NodeRule.of(call -> list(call).with(place(call), call.input(2)));
            case "TensorListStack" -> NodeRule.of(ListRules::stacked);
            default -> null;
        };
    }

    private static DataType type(NodeCall call) {
        return call.node().type("element_dtype");
    }

    private static Value.TensorList list(NodeCall call) {
        if (call.input(0) instanceof Value.TensorList list) {
            return list;
        }
        throw new LoweringException("its input is not a list");
    }

    private static int place(NodeCall call) {
        int place = call.knownNumber(1, "place in the list");
        if (place < 0 || place >= list(call).elements().size()) {
            throw new LoweringException("its place " + place + " is outside of a list of "
                    + list(call).elements().size());
        }
        return place;
    }

    private static Value reserved(NodeCall call) {
        int size = call.knownNumber(1, "length");
        return new Value.TensorList(type(call), Collections.nCopies(size, new Value.Absent(false)));
    }

    private static Value pushed(NodeCall call) {
        List<Value> elements = new ArrayList<>(list(call).elements());
        elements.add(call.input(1));
        return new Value.TensorList(type(call), elements);
    }

    private static Value unstacked(NodeCall call) {
        int size = call.shape(0).get(0);
        if (size == Dims.OPEN) {
            throw new LoweringException(
                    "a sequence whose length is not known is not supported; give the input a fixed length");
        }
        Ints element = Dims.without(call.shape(0), 0);
        Options options = Options.of(OptionsTable.UNPACK).with("axis", 0).with("num", size);
        return new Value.TensorList(
                call.type(0),
                call.assembly()
                        .operator(
                                BuiltinOperator.UNPACK,
                                options,
                                call.name(),
                                Collections.nCopies(size, call.type(0)),
                                Collections.nCopies(size, element),
                                call.input(0)));
    }

    private static Value stacked(NodeCall call) {
        List<Value> elements = list(call).elements();
        if (elements.isEmpty() || elements.stream().anyMatch(Value.Absent.class::isInstance)) {
            throw new LoweringException("not all elements of the list are set");
        }
        Options options = Options.of(OptionsTable.PACK).with("axis", 0).with("values_count", elements.size());
        return call.operator(
                BuiltinOperator.PACK,
                options,
                type(call),
                Dims.before(elements.size(), elements.get(0).shape()),
                elements.toArray(Value[]::new));
    }
}
