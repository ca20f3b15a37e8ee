package io.winnow.desk;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.winnow.testing.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The system's Chromium, driven by Playwright; nothing is downloaded. The executable is {@code /usr/bin/chromium} unless the
 * environment variable {@code WINNOW_CHROMIUM} names another. For use by one thread.
 */
public final class DeskBrowser implements AutoCloseable {
    /** Generous: build machines are busy, and a test that passes never waits for it. */
    private static final double TIMEOUT_MS = 20_000;

    private final Playwright playwright;
    private final Browser browser;

    public DeskBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(System.getenv().getOrDefault("WINNOW_CHROMIUM", "/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    /** A desk on a panel PC of 1280 x 800 with a touch screen, in that language ("en-GB", "de-DE") and colour scheme. */
    public DeskPage open(String url, String locale, ColorScheme colours) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setHasTouch(true)
                .setLocale(locale)
                .setTimezoneId("Europe/Berlin")
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(TIMEOUT_MS);
        return new DeskPage(context, url);
    }

    /** The same, with somebody logged in. */
    public DeskPage open(String url, String locale, ColorScheme colours, Login login) {
        DeskPage page = open(url, locale, colours);
        page.enter(login.session());
        return page;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
