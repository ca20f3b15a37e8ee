package io.winnow.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Cookie;
import io.winnow.testing.Login;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard as a person sees it: opens its pages and does what one can do there. Knows nothing of which service answers.
 * For use by one thread.
 */
public final class DeskPage implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> complaints = new ArrayList<>();

    DeskPage(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // A failed request is the page's business to show, and the tests look at that; scripts must not fail.
            boolean network = message.text().contains("Failed to load resource")
                    || message.text().contains("WebSocket connection to");
            if (message.type().equals("error") && !network) {
                complaints.add(message.text());
            }
        });
    }

    /** Goes on with a session that was begun elsewhere. */
    void enter(Login.Session session) {
        context.addCookies(
                List.of(new Cookie(Login.COOKIE, session.cookie()).setUrl(url).setHttpOnly(true)));
    }

    /** Opens "live", "review", "training" or "quality" for that station (null: the first). */
    public DeskPage open(String view, @Nullable String station) {
        page.navigate(url + "#/" + view + (station == null ? "" : "/" + station));
        assertThat(page.locator("main.page-" + view)).isVisible();
        return this;
    }

    public Page page() {
        return page;
    }

    /** What the browser's console complained about so far: script errors and content security violations. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void press(String key) {
        page.keyboard().press(key);
    }

    /** The button with exactly that accessible name. */
    public Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A station's tile on the live page. */
    public Locator tile(String station) {
        return page.locator("[data-station='" + station + "']");
    }

    /** The tile's verdict: its attribute data-verdict, its word, its score. */
    public Locator andon(String station) {
        return tile(station).locator(".andon");
    }

    /** The inspection that is open on the review page. */
    public Locator currentRow() {
        return page.locator(".row[aria-current='true']");
    }

    public String currentInspection() {
        return String.valueOf(currentRow().getAttribute("data-inspection"));
    }

    /** The regions the operator has marked on the open frame. */
    public Locator regions() {
        return page.locator(".a9s-annotation:not(.a9s-rubberband)");
    }

    /** Waits until the open frame can be marked. */
    public DeskPage awaitEditor() {
        assertThat(page.locator(".a9s-annotationlayer")).isVisible();
        return this;
    }

    /** Draws a box with the mouse, corners in 0..1 of the frame. */
    public void drawBox(double left, double top, double right, double bottom) {
        awaitEditor();
        BoundingBox box = page.locator(".a9s-annotationlayer").boundingBox();
        page.mouse().move(box.x + left * box.width, box.y + top * box.height);
        page.mouse().down();
        page.mouse().move(box.x + (left + right) / 2 * box.width, box.y + (top + bottom) / 2 * box.height);
        page.mouse().move(box.x + right * box.width, box.y + bottom * box.height);
        page.mouse().up();
    }

    /** Draws a box with one finger. */
    public void drawBoxByTouch(double left, double top, double right, double bottom) {
        awaitEditor();
        BoundingBox box = page.locator(".a9s-annotationlayer").boundingBox();
        CDPSession session = context.newCDPSession(page);
        touch(session, "touchStart", box.x + left * box.width, box.y + top * box.height);
        for (int i = 1; i <= 4; i++) {
            double share = i / 4.0;
            touch(
                    session,
                    "touchMove",
                    box.x + (left + share * (right - left)) * box.width,
                    box.y + (top + share * (bottom - top)) * box.height);
        }
        JsonObject end = new JsonObject();
        end.addProperty("type", "touchEnd");
        end.add("touchPoints", new JsonArray());
        session.send("Input.dispatchTouchEvent", end);
        session.detach();
    }

    private static void touch(CDPSession session, String type, double x, double y) {
        JsonObject point = new JsonObject();
        point.addProperty("x", x);
        point.addProperty("y", y);
        JsonArray points = new JsonArray();
        points.add(point);
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", points);
        session.send("Input.dispatchTouchEvent", event);
    }

    /** Asks again and again from outside: Playwright's own polling needs eval, which the content security policy forbids. */
    private void awaitPicture() {
        String complete = "document.fonts.ready.then(() => [...document.images].every((image) => image.naturalWidth > 0"
                + " || image.getBoundingClientRect().top > innerHeight))";
        for (int attempt = 0; attempt < 200 && !page.evaluate(complete).equals(true); attempt++) {
            page.waitForTimeout(50);
        }
    }

    /** Keeps a picture of what is on the screen as target/screenshots/NAME.png. */
    public void screenshot(String name) {
        awaitPicture();
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        context.close();
    }
}
