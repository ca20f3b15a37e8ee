package io.winnow.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.winnow.testing.Login;
import io.winnow.testing.RestClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Logging in, users, tokens and the audit log as people see them. The tests build on each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessPagesIT {
    private final RunningService service;
    private final DeskBrowser browser = new DeskBrowser();
    private final DeskPage desk;
    private String annasPassword = "";

    AccessPagesIT(@TempDir Path folder) throws IOException {
        service = new RunningService(folder, List.of("press"), 1_000, Optional.empty());
        desk = browser.open(service.url(), "en-GB", ColorScheme.LIGHT);
    }

    @AfterAll
    void stop() throws IOException {
        assertThat(desk.complaints()).isEmpty();
        desk.close();
        browser.close();
        service.close();
    }

    private void enter(DeskPage page, String name, String password) {
        page.page().locator("#login-name").fill(name);
        page.page().locator("#login-password").fill(password);
        page.press("Enter");
    }

    private void choose(DeskPage page, String password) {
        page.page().locator("#password-wanted").fill(password);
        page.page().locator("#password-again").fill(password);
        page.press("Enter");
    }

    @Test
    @Order(1)
    void firstAdmin_isSentToTheLogin_choosesAPassword_andComesToThePageThatWasAskedFor() throws Exception {
        Page page = desk.page();
        page.navigate(service.url() + "#/system");
        assertThat(page.locator("#login-name")).isFocused();
        assertThat(Accessibility.violations(desk)).isEmpty();
        desk.screenshot("access-login");
        enter(desk, Login.ADMIN, "a wrong password");
        assertThat(page.locator(".problem-note")).containsText("The name or the password is wrong");
        enter(
                desk,
                "Admin",
                Files.readString(service.data().resolve("first-admin-password")).strip());
        assertThat(page.locator("h1")).hasText("Choose a password of your own");
        desk.screenshot("access-first-password");
        choose(desk, "too short");
        assertThat(page.locator(".problem-note")).containsText("must have 10 to 128");
        choose(desk, Login.PASSWORD);

        assertThat(page.locator("main.page-system")).isVisible();
        assertThat(page.locator(".account-who")).containsText("admin");
        assertThat(page.locator(".account-who")).containsText("Administrator");
    }

    @Test
    @Order(2)
    void users_accountIsMade_passwordShownOnce_roleChanged_disabledAndEnabled() {
        Page page = desk.page();
        desk.page().locator(".account").click();
        desk.screenshot("access-account");
        page.locator(".account-dialog").getByText("Users and tokens").click();
        page.locator("#user-name").fill("Anna");
        desk.press("Enter");
        assertThat(page.locator(".secret")).isVisible();
        annasPassword = page.locator(".secret").textContent();
        desk.screenshot("access-users");
        desk.button("I have it").click();
        assertThat(page.locator(".secret")).isHidden();
        page.locator("[data-user='anna'] select").selectOption("viewer");
        assertThat(page.locator("[data-user='anna'] .state")).hasText("must change the password");
        desk.button("Disable: anna").click();
        assertThat(page.locator("[data-user='anna'] .state")).hasText("disabled");
        desk.button("Enable: anna").click();
        assertThat(page.locator("[data-user='anna'] .state")).not().hasText("disabled");
        assertThat(Accessibility.violations(desk)).isEmpty();
    }

    @Test
    @Order(3)
    void tokens_secretIsShownOnce_letsInUntilRevoked() throws Exception {
        Page page = desk.page();
        page.locator("#token-name").fill("SPS Linie 1");
        page.locator("#token-role").selectOption("operator");
        desk.button("Make token").click();
        RestClient plc = RestClient.bearer(
                URI.create(service.url()), page.locator(".secret").textContent());
        assertThat(plc.get("/api/v1/site").status()).isEqualTo(200);
        desk.screenshot("access-tokens");
        desk.button("I have it").click();

        desk.button("Revoke: SPS Linie 1").click();
        desk.button("Really revoke: SPS Linie 1").click();

        assertThat(page.locator("[data-token='SPS Linie 1']")).isHidden();
        assertThat(plc.get("/api/v1/site").status()).isEqualTo(401);
    }

    @Test
    @Order(4)
    void audit_tellsWhoDidWhat_filteredAndInGerman() {
        Page page = desk.page();
        desk.open("audit", null);
        assertThat(page.locator("[data-action='token.revoke']")).containsText("SPS Linie 1");
        assertThat(page.locator("[data-action='user.role']")).containsText("operator → viewer");
        assertThat(page.locator("[data-action='login.failed']").first()).containsText("wrong password");
        desk.screenshot("access-audit");
        assertThat(Accessibility.violations(desk)).isEmpty();
        page.locator("#audit-action").selectOption("token");
        desk.button("Show").click();
        assertThat(page.locator("tr[data-action]")).hasCount(2);
    }

    @Test
    @Order(5)
    void viewer_inGermanAndDark_changesPassword_isToldWhatNeedsAnotherRole_andLogsOut() {
        try (DeskPage anna = browser.open(service.url(), "de-DE", ColorScheme.DARK)) {
            Page page = anna.page();
            page.setViewportSize(1024, 768);
            page.navigate(service.url());
            assertThat(page.locator("h1")).hasText("Bei Winnow anmelden");
            anna.screenshot("access-login-de-dark-1024");
            enter(anna, "anna", annasPassword);
            choose(anna, "zwölf grüne Flansche");
            assertThat(page.locator(".account-who")).containsText("Betrachten");
            anna.open("users", null);
            assertThat(page.locator(".empty")).containsText("Nur für die Administration");
            anna.open("training", "press");
            anna.screenshot("access-viewer-training-dark-1024");
            page.locator(".account").click();
            anna.screenshot("access-account-de-dark-1024");
            anna.button("Abmelden").click();
            assertThat(page.locator("#login-name")).isVisible();
            page.goBack();
            page.navigate(service.url());
            assertThat(page.locator("#login-name")).isVisible();
            assertThat(anna.complaints()).isEmpty();
        }
    }

    @Test
    @Order(6)
    void sessionThatEnds_sendsTheOpenPageToTheLogin_andBackAgain() throws Exception {
        Page page = desk.page();
        desk.open("system", null);
        page.context().clearCookies();

        assertThat(page.locator("#login-name")).isVisible();
        enter(desk, "admin", Login.PASSWORD);
        assertThat(page.locator("main.page-system")).isVisible();
    }

    @Test
    @Order(7)
    void darkPages_lookRight() {
        try (DeskPage dark = browser.open(service.url(), "de-DE", ColorScheme.DARK, service.login())) {
            dark.open("users", null);
            assertThat(dark.page().locator("[data-user='anna']")).isVisible();
            dark.screenshot("access-users-dark-de");
            dark.open("audit", null);
            assertThat(dark.page().locator("tr[data-action]").first()).isVisible();
            dark.screenshot("access-audit-dark-de");
            assertThat(Accessibility.violations(dark)).isEmpty();
        }
    }
}
