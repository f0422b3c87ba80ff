// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A class file that makes lambdas, or is a record. */
final class ClassOfLambdas {
    private ClassOfLambdas() {}

    /**
     * The class file with an instance of a class, which some share, in place of each lambda, and with what a record compares and hashes written out. Lambdas
     * that are serializable, or have several types, stay.
     *
     * @param made receives the classes
     */
    static byte[] rewritten(byte[] file, List<LambdaClass> made) {
        ClassNode type = parsed(file);
        Map<String, LambdaClass> families = new HashMap<>();
        int lambdas = 0;
        boolean isWrittenOut = false;
        for (MethodNode method : type.methods) {
            isWrittenOut |= RecordMethods.writeOut(method);
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof InvokeDynamicInsnNode call && Lambda.is(call)) {
                    Lambda lambda = new Lambda(call);
                    LambdaClass family = families.computeIfAbsent(lambda.family(lambdas++), name -> {
                        LambdaClass first = new LambdaClass(type, families.size());
                        made.add(first);
                        return first;
                    });
                    method.instructions.set(call, family.add(lambda));
                }
            }
        }
        return isWrittenOut || lambdas > 0 ? written(type) : file;
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
