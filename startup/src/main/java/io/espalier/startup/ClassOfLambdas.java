// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A class file that makes lambdas, or is a record. */
final class ClassOfLambdas {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    private ClassOfLambdas() {}

    /**
     * The class file with an instance of a class in place of each lambda, and with what a record compares and hashes written out. Lambdas
     * that are serializable, or have several types, stay.
     *
     * @param made receives the classes
     */
    static byte[] rewritten(byte[] file, List<LambdaClass> made) {
        ClassNode type = parsed(file);
        int before = made.size();
        boolean isWrittenOut = false;
        for (MethodNode method : type.methods) {
            isWrittenOut |= RecordMethods.writeOut(method);
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof InvokeDynamicInsnNode call && isLambda(call)) {
                    LambdaClass lambda = new LambdaClass(type, made.size() - before, call);
                    made.add(lambda);
                    method.instructions.set(call, instance(lambda));
                }
            }
        }
        return isWrittenOut || made.size() > before ? written(type) : file;
    }

    /** The class file of a nest's host with one more member, which may then call what is private. */
    static byte[] withMember(byte[] file, String member) {
        ClassNode type = parsed(file);
        if (type.nestMembers == null) {
            type.nestMembers = new ArrayList<>();
        }
        type.nestMembers.add(member);
        return written(type);
    }

    private static boolean isLambda(InvokeDynamicInsnNode call) {
        return call.bsm.getOwner().equals(METAFACTORY) && call.bsm.getName().equals("metafactory");
    }

    private static AbstractInsnNode instance(LambdaClass lambda) {
        Type[] captured = lambda.captured();
        Type itself = Type.getObjectType(lambda.name());
        return captured.length == 0
                ? new FieldInsnNode(Opcodes.GETSTATIC, lambda.name(), LambdaClass.INSTANCE, itself.getDescriptor())
                : new MethodInsnNode(
                        Opcodes.INVOKESTATIC,
                        lambda.name(),
                        LambdaClass.FACTORY,
                        Type.getMethodDescriptor(itself, captured),
                        false);
    }

    private static ClassNode parsed(byte[] file) {
        ClassNode type = new ClassNode();
        new ClassReader(file).accept(type, 0);
        return type;
    }

    private static byte[] written(ClassNode type) {
        ClassWriter writer = new ClassWriter(0);
        type.accept(writer);
        return writer.toByteArray();
    }
}
