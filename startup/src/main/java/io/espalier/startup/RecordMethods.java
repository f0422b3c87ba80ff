// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The methods {@code equals} and {@code hashCode} that a record does not write out: as instructions, where javac leaves it to Java to
 * assemble them at the first call.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/runtime/ObjectMethods.html">ObjectMethods</a>, whose
 *     arguments describe the record
 */
final class RecordMethods {
    private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";
    private static final String OBJECTS = "java/util/Objects";
    private static final int HASH_FACTOR = 31;

    private RecordMethods() {}

    /** Writes the method out, if it is one of the two; whether it was. */
    static boolean writeOut(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof InvokeDynamicInsnNode call
                    && call.bsm.getOwner().equals(BOOTSTRAP)) {
                String type = Type.getArgumentTypes(call.desc)[0].getInternalName();
                List<Handle> components = Arrays.stream(call.bsmArgs)
                        .filter(Handle.class::isInstance)
                        .map(Handle.class::cast)
                        .toList();
                switch (call.name) {
                    case "equals" -> method.instructions = equality(type, components);
                    case "hashCode" -> method.instructions = hash(components);
                    default -> {
                        return false;
                    }
                }
                method.localVariables = null;
                method.visitMaxs(8, 2);
                return true;
            }
        }
        return false;
    }

    private static InsnList equality(String type, List<Handle> components) {
        InsnList code = new InsnList();
        LabelNode different = new LabelNode();
        code.add(new VarInsnNode(Opcodes.ALOAD, 1));
        code.add(new TypeInsnNode(Opcodes.INSTANCEOF, type));
        code.add(new JumpInsnNode(Opcodes.IFEQ, different));
        for (Handle component : components) {
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(field(component));
            code.add(new VarInsnNode(Opcodes.ALOAD, 1));
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, type));
            code.add(field(component));
            code.add(comparison(Type.getType(component.getDesc()), different));
        }
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new InsnNode(Opcodes.IRETURN));
        code.add(different);
        code.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
        code.add(new InsnNode(Opcodes.ICONST_0));
        code.add(new InsnNode(Opcodes.IRETURN));
        return code;
    }

    private static InsnList comparison(Type type, LabelNode different) {
        InsnList code = new InsnList();
        switch (type.getSort()) {
            case Type.ARRAY, Type.OBJECT -> {
                code.add(called(OBJECTS, "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z"));
                code.add(new JumpInsnNode(Opcodes.IFEQ, different));
            }
            case Type.LONG -> {
                code.add(new InsnNode(Opcodes.LCMP));
                code.add(new JumpInsnNode(Opcodes.IFNE, different));
            }
            // Not a number is equal to itself here, and -0 is not 0.
            case Type.FLOAT, Type.DOUBLE -> {
                code.add(called(Adaptation.box(type), "compare", Type.getMethodDescriptor(Type.INT_TYPE, type, type)));
                code.add(new JumpInsnNode(Opcodes.IFNE, different));
            }
            default -> code.add(new JumpInsnNode(Opcodes.IF_ICMPNE, different));
        }
        return code;
    }

    private static InsnList hash(List<Handle> components) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.ICONST_0));
        for (Handle component : components) {
            Type type = Type.getType(component.getDesc());
            code.add(new IntInsnNode(Opcodes.BIPUSH, HASH_FACTOR));
            code.add(new InsnNode(Opcodes.IMUL));
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(field(component));
            code.add(
                    type.getSort() >= Type.ARRAY
                            ? called(OBJECTS, "hashCode", "(Ljava/lang/Object;)I")
                            : called(Adaptation.box(type), "hashCode", Type.getMethodDescriptor(Type.INT_TYPE, type)));
            code.add(new InsnNode(Opcodes.IADD));
        }
        code.add(new InsnNode(Opcodes.IRETURN));
        return code;
    }

    private static FieldInsnNode field(Handle component) {
        return new FieldInsnNode(Opcodes.GETFIELD, component.getOwner(), component.getName(), component.getDesc());
    }

    private static MethodInsnNode called(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
