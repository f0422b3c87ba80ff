// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * The class of one lambda: a field for each captured value, and one method, which calls what the lambda calls. It is a member of the nest
 * of the class that makes the lambda, and so may call its private methods.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/invoke/LambdaMetafactory.html">LambdaMetafactory</a>, whose
 *     arguments describe the lambda
 */
final class LambdaClass {
    /** The field with the only instance of a lambda that captures nothing. */
    static final String INSTANCE = "INSTANCE";

    /** The method that makes an instance of captured values. */
    static final String FACTORY = "of";

    private static final String CONSTRUCTOR = "<init>";
    private static final String OBJECT = "java/lang/Object";

    private final String name;
    private final String nestHost;
    private final int version;
    private final InvokeDynamicInsnNode call;

    /** @param number of the lambda in the class that makes it */
    LambdaClass(ClassNode maker, int number, InvokeDynamicInsnNode call) {
        this.name = maker.name + "$$Lambda" + number;
        this.nestHost = maker.nestHostClass == null ? maker.name : maker.nestHostClass;
        this.version = maker.version;
        this.call = call;
    }

    String name() {
        return name;
    }

    String nestHost() {
        return nestHost;
    }

    /** The types of the captured values. */
    Type[] captured() {
        return Type.getArgumentTypes(call.desc);
    }

    byte[] bytes() {
        // Computes how much stack each method takes; frames are not needed, since nothing branches.
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String[] interfaces = {Type.getReturnType(call.desc).getInternalName()};
        type.visit(
                version, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null, OBJECT, interfaces);
        type.visitNestHost(nestHost);
        addConstructor(type);
        if (captured().length == 0) {
            addInstance(type);
        } else {
            addFactory(type);
        }
        addMethod(type);
        type.visitEnd();
        return type.toByteArray();
    }

    private void addConstructor(ClassWriter type) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PRIVATE, CONSTRUCTOR, constructor(), null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
        Type[] captured = captured();
        int local = 1;
        for (int i = 0; i < captured.length; i++) {
            String field = captured[i].getDescriptor();
            type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field(i), field, null, null);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), local);
            code.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), field);
            local += captured[i].getSize();
        }
        end(code, Opcodes.RETURN);
    }

    private void addInstance(ClassWriter type) {
        String itself = Type.getObjectType(name).getDescriptor();
        type.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, INSTANCE, itself, null, null);
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        construct(code);
        code.visitFieldInsn(Opcodes.PUTSTATIC, name, INSTANCE, itself);
        end(code, Opcodes.RETURN);
    }

    private void addFactory(ClassWriter type) {
        String factory = Type.getMethodDescriptor(Type.getObjectType(name), captured());
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, FACTORY, factory, null, null);
        code.visitCode();
        construct(code);
        end(code, Opcodes.ARETURN);
    }

    private void construct(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        int local = 0;
        for (Type value : captured()) {
            code.visitVarInsn(value.getOpcode(Opcodes.ILOAD), local);
            local += value.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, constructor(), false);
    }

    private void addMethod(ClassWriter type) {
        Type erased = (Type) call.bsmArgs[0];
        Handle called = (Handle) call.bsmArgs[1];
        Type instantiated = (Type) call.bsmArgs[2];
        boolean constructs = called.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, call.name, erased.getDescriptor(), null, null);
        code.visitCode();
        if (constructs) {
            code.visitTypeInsn(Opcodes.NEW, called.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        List<Type> taken = taken(called);
        Type[] captured = captured();
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, field(i), captured[i].getDescriptor());
            Adaptation.adapt(code, captured[i], captured[i], taken.get(i));
        }
        Type[] parameters = erased.getArgumentTypes();
        int local = 1;
        for (int i = 0; i < parameters.length; i++) {
            code.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), local);
            local += parameters[i].getSize();
            Adaptation.adapt(code, parameters[i], instantiated.getArgumentTypes()[i], taken.get(captured.length + i));
        }
        code.visitMethodInsn(
                instruction(called), called.getOwner(), called.getName(), called.getDesc(), called.isInterface());
        Type given = constructs ? Type.getObjectType(called.getOwner()) : Type.getReturnType(called.getDesc());
        Adaptation.adapt(code, given, given, erased.getReturnType());
        end(code, erased.getReturnType().getOpcode(Opcodes.IRETURN));
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

    private String constructor() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, captured());
    }

    private static String field(int captured) {
        return "captured" + captured;
    }

    private static void end(MethodVisitor code, int instruction) {
        code.visitInsn(instruction);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
