// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The class of one lambda, or of several that one class makes: a field says which of them an instance is, others hold captured values, and
 * the methods call what that lambda calls. It is a member of the nest of the class that makes the lambdas, and so may call its private
 * methods.
 */
final class LambdaClass {
    private static final String CONSTRUCTOR = "<init>";
    private static final String OBJECT = "java/lang/Object";
    private static final String WHICH = "which";
    // Without such a method, Java throws the same.
    private static final String NO_METHOD = "java/lang/AbstractMethodError";

    private final String name;
    private final String nestHost;
    private final int version;
    private final List<Lambda> lambdas = new ArrayList<>();
    private final Map<String, Type> fields = new TreeMap<>();

    /** @param number of the class among those of the lambdas that the maker makes */
    LambdaClass(ClassNode maker, int number) {
        this.name = maker.name + "$$Lambda" + number;
        this.nestHost = maker.nestHostClass == null ? maker.name : maker.nestHostClass;
        this.version = maker.version;
    }

    String name() {
        return name;
    }

    String nestHost() {
        return nestHost;
    }

    /** Adds a lambda; the instruction makes an instance, and takes the captured values. */
    AbstractInsnNode add(Lambda lambda) {
        int which = lambdas.size();
        lambdas.add(lambda);
        List<String> names = names(lambda);
        for (int i = 0; i < names.size(); i++) {
            fields.merge(
                    names.get(i), lambda.captured().get(i), (a, b) -> a.equals(b) ? a : Type.getObjectType(OBJECT));
        }
        return lambda.captured().isEmpty()
                ? new FieldInsnNode(Opcodes.GETSTATIC, name, instance(which), itself().getDescriptor())
                : new MethodInsnNode(Opcodes.INVOKESTATIC, name, factory(which), factoryType(lambda), false);
    }

    /** Lambdas share fields: that of the first object that each captures, of the first number of a type, and so on. */
    private static List<String> names(Lambda lambda) {
        Map<String, Integer> counts = new HashMap<>();
        return lambda.captured().stream()
                .map(type -> Adaptation.isPrimitive(type) ? type.getClassName() : "object")
                .map(kind -> kind + (counts.merge(kind, 1, Integer::sum) - 1))
                .toList();
    }

    private List<Lambda.Field> fieldsOf(Lambda lambda) {
        return names(lambda).stream()
                .map(field -> new Lambda.Field(field, Objects.requireNonNull(fields.get(field), field)))
                .toList();
    }

    byte[] bytes() {
        // Computes how much stack each method takes. Frames are written by hand: they are all as at the beginning of
        // the method.
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String[] interfaces = lambdas.stream().map(Lambda::type).distinct().toArray(String[]::new);
        type.visit(
                version, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null, OBJECT, interfaces);
        type.visitNestHost(nestHost);
        addConstructor(type);
        addInstances(type);
        for (int which = 0; which < lambdas.size(); which++) {
            if (!lambdas.get(which).captured().isEmpty()) {
                addFactory(type, which);
            }
        }
        lambdas.stream()
                .map(lambda -> new Signature(lambda.method(), lambda.erased().getDescriptor()))
                .distinct()
                .forEach(signature -> addMethod(type, signature));
        type.visitEnd();
        return type.toByteArray();
    }

    private void addConstructor(ClassWriter type) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PRIVATE, CONSTRUCTOR, constructor(), null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
        addField(type, code, WHICH, Type.INT_TYPE, 1);
        int local = 2;
        for (Map.Entry<String, Type> field : fields.entrySet()) {
            addField(type, code, field.getKey(), field.getValue(), local);
            local += field.getValue().getSize();
        }
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private void addField(ClassWriter type, MethodVisitor constructor, String field, Type value, int local) {
        type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field, value.getDescriptor(), null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitVarInsn(value.getOpcode(Opcodes.ILOAD), local);
        constructor.visitFieldInsn(Opcodes.PUTFIELD, name, field, value.getDescriptor());
    }

    /** The only instances of lambdas that capture nothing. */
    private void addInstances(ClassWriter type) {
        if (lambdas.stream().noneMatch(lambda -> lambda.captured().isEmpty())) {
            return;
        }
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        for (int which = 0; which < lambdas.size(); which++) {
            if (lambdas.get(which).captured().isEmpty()) {
                String itself = itself().getDescriptor();
                type.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, instance(which), itself, null, null);
                construct(code, which);
                code.visitFieldInsn(Opcodes.PUTSTATIC, name, instance(which), itself);
            }
        }
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    private void addFactory(ClassWriter type, int which) {
        MethodVisitor code =
                type.visitMethod(Opcodes.ACC_STATIC, factory(which), factoryType(lambdas.get(which)), null, null);
        code.visitCode();
        construct(code, which);
        code.visitInsn(Opcodes.ARETURN);
        end(code);
    }

    private void construct(MethodVisitor code, int which) {
        Map<String, Integer> locals = new HashMap<>();
        int local = 0;
        for (Lambda.Field field : fieldsOf(lambdas.get(which))) {
            locals.put(field.name(), local);
            local += field.type().getSize();
        }
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        code.visitLdcInsn(which);
        fields.forEach((field, type) -> {
            Integer captured = locals.get(field);
            if (captured == null) {
                code.visitInsn(nothing(type));
            } else {
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), captured);
            }
        });
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, constructor(), false);
    }

    private void addMethod(ClassWriter type, Signature signature) {
        Map<Integer, Label> cases = new TreeMap<>();
        for (int which = 0; which < lambdas.size(); which++) {
            if (signature.isOf(lambdas.get(which))) {
                cases.put(which, new Label());
            }
        }
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, signature.name, signature.type, null, null);
        code.visitCode();
        boolean isAlone = lambdas.size() == 1;
        Label none = new Label();
        if (!isAlone) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, WHICH, Type.INT_TYPE.getDescriptor());
            code.visitLookupSwitchInsn(
                    none,
                    cases.keySet().stream().mapToInt(Integer::intValue).toArray(),
                    cases.values().toArray(Label[]::new));
        }
        cases.forEach((which, label) -> {
            if (!isAlone) {
                begin(code, label);
            }
            lambdas.get(which).writeCall(code, name, fieldsOf(lambdas.get(which)));
        });
        if (!isAlone) {
            begin(code, none);
            code.visitTypeInsn(Opcodes.NEW, NO_METHOD);
            code.visitInsn(Opcodes.DUP);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, NO_METHOD, CONSTRUCTOR, "()V", false);
            code.visitInsn(Opcodes.ATHROW);
        }
        end(code);
    }

    private static void begin(MethodVisitor code, Label label) {
        code.visitLabel(label);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private static int nothing(Type type) {
        return switch (type.getSort()) {
            case Type.LONG -> Opcodes.LCONST_0;
            case Type.FLOAT -> Opcodes.FCONST_0;
            case Type.DOUBLE -> Opcodes.DCONST_0;
            case Type.ARRAY, Type.OBJECT -> Opcodes.ACONST_NULL;
            default -> Opcodes.ICONST_0;
        };
    }

    private String constructor() {
        List<Type> parameters = new ArrayList<>(List.of(Type.INT_TYPE));
        parameters.addAll(fields.values());
        return Type.getMethodDescriptor(Type.VOID_TYPE, parameters.toArray(Type[]::new));
    }

    private String factoryType(Lambda lambda) {
        return Type.getMethodDescriptor(itself(), lambda.captured().toArray(Type[]::new));
    }

    private Type itself() {
        return Type.getObjectType(name);
    }

    private static String instance(int which) {
        return "INSTANCE" + which;
    }

    private static String factory(int which) {
        return "of" + which;
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private record Signature(String name, String type) {
        boolean isOf(Lambda lambda) {
            return name.equals(lambda.method()) && type.equals(lambda.erased().getDescriptor());
        }
    }
}
