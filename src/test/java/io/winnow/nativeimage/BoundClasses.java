package io.winnow.nativeimage;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.winnow.app.ServiceApplication;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Our own classes that Picocli or Jackson reads and fills through reflection. */
final class BoundClasses {
    private static final String OURS = "io.winnow";
    private static final String PICOCLI = "picocli";
    private static final String JACKSON = "com.fasterxml.jackson.databind";
    private static final String JACKSON_ANNOTATIONS = "com.fasterxml.jackson.annotation";
    private static final String REST = "jakarta.ws.rs";

    /** The application itself works with trees of JSON, which need no reflection. */
    private static final String BINDING_LAYER = "io.winnow.adapter.";

    private static final Set<String> BINDING_METHODS = Set.of(
            "convertValue",
            "readerFor",
            "readValue",
            "readValues",
            "treeToValue",
            "valueToTree",
            "writeValue",
            "writeValueAsBytes",
            "writeValueAsString",
            "writeValues");

    /** Their records reach Jackson through ports that take any record. */
    private static final Set<String> THROUGH_PORTS = Set.of("io.winnow.core.bench", "io.winnow.core.perf");

    /** Without tests. */
    private final JavaClasses all = new ClassFileImporter()
            .importUrl(ServiceApplication.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    /** Names of all of them, sorted. */
    Set<String> names() {
        return Stream.concat(commands(), records())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every class with an annotation of Picocli on itself or on a member. */
    private Stream<JavaClass> commands() {
        return all.stream()
                .filter(type -> isPicocli(type.getAnnotations())
                        || type.getMembers().stream().anyMatch(member -> isPicocli(member.getAnnotations())));
    }

    private static boolean isPicocli(Collection<? extends JavaAnnotation<?>> annotations) {
        return annotations.stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().equals(PICOCLI));
    }

    /** The records of every package that binds or answers requests, and whatever they are made of. */
    private Stream<JavaClass> records() {
        Set<String> packages = new HashSet<>(THROUGH_PORTS);
        all.stream()
                .filter(type -> type.getPackageName().startsWith(BINDING_LAYER))
                .filter(type -> binds(type) || answers(type))
                .forEach(type -> packages.add(type.getPackageName()));
        Deque<JavaClass> open = new ArrayDeque<>(all.stream()
                .filter(type -> type.isRecord() && packages.contains(type.getPackageName()))
                .toList());
        Set<JavaClass> found = new HashSet<>();
        while (!open.isEmpty()) {
            JavaClass type = open.pop();
            if (found.add(type)) {
                parts(type).forEach(open::push);
            }
        }
        return Stream.concat(
                found.stream().filter(type -> type.isRecord() || type.isEnum()),
                found.stream().flatMap(BoundClasses::sayMore));
    }

    /** Interfaces of a type that tell Jackson more of it than it does itself, such as a property that no component is. */
    private static Stream<JavaClass> sayMore(JavaClass type) {
        return type.getAllRawInterfaces().stream()
                .filter(each -> each.getPackageName().startsWith(OURS))
                .filter(each -> Stream.concat(
                                each.getAnnotations().stream(),
                                each.getMembers().stream().flatMap(member -> member.getAnnotations().stream()))
                        .anyMatch(annotation ->
                                annotation.getRawType().getPackageName().equals(JACKSON_ANNOTATIONS)));
    }

    private static boolean binds(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getPackageName().startsWith(JACKSON)
                        && BINDING_METHODS.contains(call.getName()));
    }

    private static boolean answers(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(use -> use.getTargetClass().getPackageName().startsWith(REST));
    }

    /** Types of a record's components, and what may stand for an interface. */
    private Stream<JavaClass> parts(JavaClass type) {
        Stream<JavaClass> parts = type.isInterface()
                ? all.stream().filter(other -> other.isAssignableTo(type.getName()))
                : type.isRecord() ? type.getFields().stream().flatMap(BoundClasses::types) : Stream.empty();
        return parts.filter(part -> part.getPackageName().startsWith(OURS));
    }

    private static Stream<JavaClass> types(JavaField component) {
        return component.getType().getAllInvolvedRawTypes().stream();
    }
}
