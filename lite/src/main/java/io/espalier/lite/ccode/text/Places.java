// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Where tensors are, as expressions of C. */
final class Places {
    private final Program program;
    private final Arena arena;
    private final ParameterText parameters;

    Places(Program program, Arena arena, ParameterText parameters) {
        this.program = program;
        this.arena = arena;
        this.parameters = parameters;
    }

    /** The name of the parameter for an input or output of the model. */
    static String parameter(String name, Ints all, int position) {
        return all.size() == 1 ? name : name + position;
    }

    /** The names of all pointers that places begin with. */
    static List<String> pointers(Subgraph subgraph) {
        List<String> pointers = new ArrayList<>(List.of("arena", "state"));
        for (int position = 0; position < subgraph.inputs().size(); position++) {
            pointers.add(parameter("in", subgraph.inputs(), position));
        }
        for (int position = 0; position < subgraph.outputs().size(); position++) {
            pointers.add(parameter("out", subgraph.outputs(), position));
        }
        return pointers;
    }

    /** The type of one of these pointers, with a star. */
    static String declaration(Subgraph subgraph, String pointer) {
        for (int position = 0; position < subgraph.inputs().size(); position++) {
            if (parameter("in", subgraph.inputs(), position).equals(pointer)) {
                return "const "
                        + type(subgraph.tensor(subgraph.inputs().get(position)).type()) + " *";
            }
        }
        for (int position = 0; position < subgraph.outputs().size(); position++) {
            if (parameter("out", subgraph.outputs(), position).equals(pointer)) {
                return type(subgraph.tensor(subgraph.outputs().get(position)).type()) + " *";
            }
        }
        return "int8_t *";
    }

    /** The type of a tensor's elements in C. */
    static String type(TensorType type) {
        return switch (type) {
            case INT8 -> "int8_t";
            case UINT8, BOOL -> "uint8_t";
            case INT16 -> "int16_t";
            case INT32 -> "int32_t";
            case INT64 -> "int64_t";
            case FLOAT32 -> "float";
            default -> throw new IllegalStateException("C has no type for " + type);
        };
    }

    /**
     * Where a tensor starts.
     *
     * @param wanted what the kernel takes it for, such as {@code const int8_t}
     */
    String of(int tensor, String wanted) {
        int root = program.root(tensor);
        Tensor described = program.subgraph().tensor(root);
        Integer lasting = program.places().get(root);
        if (lasting != null) {
            return "(" + wanted + " *)(state + " + lasting + ")";
        }
        Integer offset = arena.offsets().get(root);
        if (offset != null) {
            String place = "arena + " + offset;
            return wanted.endsWith("int8_t") && !wanted.endsWith("uint8_t")
                    ? place
                    : "(" + wanted + " *)(" + place + ")";
        }
        String place = outside(root, described);
        return wanted.equals(type(described.type())) || wanted.equals("const " + type(described.type()))
                ? place
                : "(" + wanted + " *)" + place;
    }

    private String outside(int root, Tensor described) {
        if (described.isConstant()) {
            return parameters.table("constant_" + root, Table.of(described));
        }
        int output = indexOf(program.subgraph().outputs(), root);
        return output >= 0
                ? parameter("out", program.subgraph().outputs(), output)
                : parameter(
                        "in",
                        program.subgraph().inputs(),
                        indexOf(program.subgraph().inputs(), root));
    }

    private int indexOf(Ints tensors, int root) {
        for (int position = 0; position < tensors.size(); position++) {
            if (program.root(tensors.get(position)) == root) {
                return position;
            }
        }
        return -1;
    }
}
