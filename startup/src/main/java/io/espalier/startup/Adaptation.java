// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** How the value on top of the stack becomes one of another type, as lambdas adapt parameters and results: boxed, unboxed, widened or cast. */
final class Adaptation {
    /** A primitive type and its class, from narrow to wide. */
    private enum Primitive {
        BOOLEAN("Z", "Boolean"),
        CHAR("C", "Character"),
        BYTE("B", "Byte"),
        SHORT("S", "Short"),
        INT("I", "Integer"),
        LONG("J", "Long"),
        FLOAT("F", "Float"),
        DOUBLE("D", "Double");

        private final String descriptor;
        private final String box;

        Primitive(String descriptor, String box) {
            this.descriptor = descriptor;
            this.box = "java/lang/" + box;
        }

        Type type() {
            return Type.getType(descriptor);
        }

        static Primitive of(Type type) {
            return List.of(values()).stream()
                    .filter(each -> each.descriptor.equals(type.getDescriptor()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type + " is no primitive type"));
        }

        /** The one in the box, or the expected one if the box's type says nothing, such as Object. */
        static Primitive boxedIn(Type box, Type expected) {
            return List.of(values()).stream()
                    .filter(each -> each.box.equals(box.getInternalName()))
                    .findFirst()
                    .orElseGet(() -> of(expected));
        }
    }

    private Adaptation() {}

    /** The class whose instances hold a value of a primitive type. */
    static String box(Type primitive) {
        return Primitive.of(primitive).box;
    }

    /**
     * @param from the type on the stack
     * @param known what is known of it: the type with its type parameters in place
     * @param to void drops it
     */
    static void adapt(MethodVisitor code, Type from, Type known, Type to) {
        if (to.getSort() == Type.VOID) {
            drop(code, from);
        } else if (isPrimitive(from) && isPrimitive(to)) {
            widen(code, from, to);
        } else if (isPrimitive(from)) {
            String box = box(from);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    box,
                    "valueOf",
                    Type.getMethodDescriptor(Type.getObjectType(box), from),
                    false);
        } else if (isPrimitive(to)) {
            Primitive inside = Primitive.boxedIn(known, to);
            cast(code, from, Type.getObjectType(inside.box));
            String unboxed = inside.type().getClassName() + "Value";
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, inside.box, unboxed, Type.getMethodDescriptor(inside.type()), false);
            widen(code, inside.type(), to);
        } else {
            cast(code, from, to);
        }
    }

    private static void drop(MethodVisitor code, Type from) {
        if (from.getSize() > 0) {
            code.visitInsn(from.getSize() == 1 ? Opcodes.POP : Opcodes.POP2);
        }
    }

    private static void cast(MethodVisitor code, Type from, Type to) {
        if (!from.equals(to) && !to.getInternalName().equals("java/lang/Object")) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    private static void widen(MethodVisitor code, Type from, Type to) {
        Type narrow = Primitive.of(from).compareTo(Primitive.INT) < 0 ? Type.INT_TYPE : from;
        if (narrow.equals(to) || from.equals(to)) {
            return;
        }
        code.visitInsn(
                switch (narrow.getDescriptor() + to.getDescriptor()) {
                    case "IJ" -> Opcodes.I2L;
                    case "IF" -> Opcodes.I2F;
                    case "ID" -> Opcodes.I2D;
                    case "JF" -> Opcodes.L2F;
                    case "JD" -> Opcodes.L2D;
                    case "FD" -> Opcodes.F2D;
                    // A byte is a short, and what is left is never asked for.
                    case "IS" -> Opcodes.NOP;
                    default -> throw new IllegalArgumentException(from + " does not become " + to);
                });
    }

    /** Whether values of the type are numbers, or true or false. */
    static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }
}
