// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * A lambda as a class file has it.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/invoke/LambdaMetafactory.html">LambdaMetafactory</a>, whose
 *     arguments describe the lambda
 */
record Lambda(InvokeDynamicInsnNode call) {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final String FUNCTIONS = "java/util/function/";

    /** Whether the instruction makes a lambda of one type that is not serializable. */
    static boolean is(InvokeDynamicInsnNode call) {
        return call.bsm.getOwner().equals(METAFACTORY) && call.bsm.getName().equals("metafactory");
    }

    /** The interface that the lambda implements. */
    String type() {
        return Type.getReturnType(call.desc).getInternalName();
    }

    /** The types of the captured values. */
    List<Type> captured() {
        return List.of(Type.getArgumentTypes(call.desc));
    }

    /** The name of the interface's method. */
    String method() {
        return call.name;
    }

    /** The interface's method without type parameters. */
    Type erased() {
        return (Type) call.bsmArgs[0];
    }

    /**
     * Lambdas of one class with equal families may share a class of their own. Interfaces whose default methods could be in each other's way
     * are families apart: no two of {@code java.util.function} have a default method of one signature. What takes numbers is a family of its
     * own, since loops may call it, and Java inlines what is alone in its class.
     *
     * @param number of the lambda in the class that makes it
     */
    String family(int number) {
        if (Stream.of(erased().getArgumentTypes()).anyMatch(Adaptation::isPrimitive)) {
            return String.valueOf(number);
        }
        return type().startsWith(FUNCTIONS) ? FUNCTIONS : type();
    }

    /**
     * Calls what the lambda calls.
     *
     * @param owner the class of the fields with the captured values
     */
    void writeCall(MethodVisitor code, String owner, List<Field> fields) {
        Handle called = (Handle) call.bsmArgs[1];
        boolean constructs = called.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        if (constructs) {
            code.visitTypeInsn(Opcodes.NEW, called.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        List<Type> taken = taken(called);
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(
                    Opcodes.GETFIELD, owner, field.name(), field.type().getDescriptor());
            Adaptation.adapt(code, field.type(), captured().get(i), taken.get(i));
        }
        Type[] parameters = erased().getArgumentTypes();
        Type[] instantiated = ((Type) call.bsmArgs[2]).getArgumentTypes();
        int local = 1;
        for (int i = 0; i < parameters.length; i++) {
            code.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), local);
            local += parameters[i].getSize();
            Adaptation.adapt(code, parameters[i], instantiated[i], taken.get(fields.size() + i));
        }
        code.visitMethodInsn(
                instruction(called), called.getOwner(), called.getName(), called.getDesc(), called.isInterface());
        Type given = constructs ? Type.getObjectType(called.getOwner()) : Type.getReturnType(called.getDesc());
        Adaptation.adapt(code, given, given, erased().getReturnType());
        code.visitInsn(erased().getReturnType().getOpcode(Opcodes.IRETURN));
    }

    /** What the called method takes, its receiver first. */
    private static List<Type> taken(Handle called) {
        List<Type> types = new ArrayList<>();
        if (called.getTag() != Opcodes.H_INVOKESTATIC && called.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
            types.add(Type.getObjectType(called.getOwner()));
        }
        types.addAll(List.of(Type.getArgumentTypes(called.getDesc())));
        return types;
    }

    // A private method of another class of the nest is called as if it were not private.
    private static int instruction(Handle called) {
        return switch (called.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> called.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }

    /** Where a captured value is kept. */
    record Field(String name, Type type) {}
}
