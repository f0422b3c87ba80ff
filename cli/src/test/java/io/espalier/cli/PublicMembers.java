// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users may call of a type, a line each, as far as it must stay: itself, its constructors, methods and fields, and types in it. */
final class PublicMembers {
    private PublicMembers() {}

    static List<String> of(Class<?> type) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(type));
        boolean isOpen = !Modifier.isFinal(type.getModifiers());
        Stream.of(type.getDeclaredFields())
                .filter(field -> isVisible(field, isOpen))
                .map(field -> line(type, field, name(field.getGenericType()) + " " + field.getName()))
                .sorted()
                .forEach(lines::add);
        Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> isVisible(constructor, isOpen))
                .map(constructor -> line(type, constructor, "new" + parameters(constructor)))
                .sorted()
                .forEach(lines::add);
        Stream.of(type.getDeclaredMethods())
                .filter(method -> isVisible(method, isOpen) && !method.isBridge())
                .map(method -> line(
                        type,
                        method,
                        name(method.getGenericReturnType()) + " " + method.getName() + parameters(method)))
                .sorted()
                .forEach(lines::add);
        Stream.of(type.getDeclaredClasses())
                .filter(nested -> Modifier.isPublic(nested.getModifiers())
                        || (isOpen && Modifier.isProtected(nested.getModifiers())))
                .flatMap(nested -> of(nested).stream())
                .forEach(lines::add);
        return lines;
    }

    private static String heading(Class<?> type) {
        String supertypes = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass())
                                .filter(above -> above != Object.class && above != Record.class && !type.isEnum()),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(PublicMembers::name)
                .collect(Collectors.joining(", "));
        return name(type) + ": " + kind(type) + (supertypes.isEmpty() ? "" : " of " + supertypes);
    }

    private static String kind(Class<?> type) {
        String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        return Modifier.isAbstract(type.getModifiers()) && !type.isInterface() ? "abstract " + kind : kind;
    }

    private static boolean isVisible(Member member, boolean isOpen) {
        return !member.isSynthetic()
                && (Modifier.isPublic(member.getModifiers())
                        || (isOpen && Modifier.isProtected(member.getModifiers())));
    }

    private static String line(Class<?> type, Member member, String what) {
        String how = Modifier.isStatic(member.getModifiers()) ? "static " : "";
        // Who implements the type must write it.
        String mustBeWritten = Modifier.isAbstract(member.getModifiers()) && !type.isSealed() ? "abstract " : "";
        return name(type) + " " + how + mustBeWritten + what;
    }

    private static String parameters(Executable called) {
        Type[] parameters = called instanceof Constructor<?>
                ? called.getParameterTypes()
                : ((Method) called).getGenericParameterTypes();
        return Stream.of(parameters).map(PublicMembers::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(Type type) {
        return type.getTypeName()
                .replace("io.espalier.", "")
                .replaceAll("\\bjava\\.(lang|util|util\\.function|nio|nio\\.file|io)\\.(?=[A-Z])", "");
    }
}
