package io.winnow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The direction of the arrows, held. */
@AnalyzeClasses(packages = "io.winnow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule CORE_KNOWS_NO_FRAMEWORK = classes()
            .that()
            .resideInAPackage("io.winnow.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.winnow.core..", "java..", "javax.annotation..", "org.jspecify..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.winnow.adapter.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_THE_APPLICATION = noClasses()
            .that()
            .resideOutsideOfPackage("io.winnow.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.winnow.app..");

    @ArchTest
    static final ArchRule CORE_SLICES_ARE_FREE_OF_CYCLES =
            slices().matching("io.winnow.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NATIVE_METHODS_ARE_IN_FAISS_ONLY = methods()
            .that()
            .haveModifier(JavaModifier.NATIVE)
            .should()
            .beDeclaredInClassesThat()
            .resideInAPackage("io.winnow.adapter.faiss..");
}
