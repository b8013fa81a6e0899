//! A page in front of the window: its title, the button that closes it, Escape, a body that scrolls where the screen is
//! small, and the keyboard's place in it and after it.

use eframe::egui::{
    Align2, Area, Context, Frame, Id, Key, Modifiers, Order, Popup, Response, RichText, ScrollArea, Sense, TextStyle,
    TextWrapMode, Ui, UiBuilder, WidgetText, accesskit, vec2,
};

use super::icon;
use super::theme::{self, tokens};
use super::widget::{follow_keyboard, icon_button};
use crate::app::{App, Command};

/// Left free around a page on a small screen.
const AROUND: f32 = theme::SPACE_4;

/// Height of the title, and of the row of buttons.
const HEAD: f32 = theme::ROW + theme::SPACE_3;
const FOOT: f32 = theme::ROW + theme::SPACE_4;

/// A page in front.
pub struct Dialog {
    name: &'static str,
    title: String,
    width: f32,
    is_modal: bool,
    close: Command,
}

type NoFoot = fn(&mut Ui, &mut Vec<Command>);

impl Dialog {
    /// `width` in points, where the screen has room for it; `close` is what its button and Escape ask for.
    pub fn new(name: &'static str, title: String, width: f32, close: Command) -> Self {
        Self { name, title, width, is_modal: true, close }
    }

    /// What lies behind stays in use: for a page that tells and asks nothing.
    pub fn beside_the_window(self) -> Self {
        Self { is_modal: false, ..self }
    }

    /// A page without buttons at its foot.
    pub fn show(
        self,
        ctx: &Context,
        app: &App,
        commands: &mut Vec<Command>,
        body: impl FnOnce(&mut Ui, &mut Vec<Command>),
    ) {
        self.draw(ctx, app, commands, body, None::<NoFoot>);
    }

    /// A page whose buttons stay in sight while its body scrolls.
    pub fn show_with_foot(
        self,
        ctx: &Context,
        app: &App,
        commands: &mut Vec<Command>,
        body: impl FnOnce(&mut Ui, &mut Vec<Command>),
        foot: impl FnOnce(&mut Ui, &mut Vec<Command>),
    ) {
        self.draw(ctx, app, commands, body, Some(foot));
    }

    fn draw(
        self,
        ctx: &Context,
        app: &App,
        commands: &mut Vec<Command>,
        body: impl FnOnce(&mut Ui, &mut Vec<Command>),
        foot: Option<impl FnOnce(&mut Ui, &mut Vec<Command>)>,
    ) {
        let area = Area::new(Id::unique(self.name)).order(Order::Middle).anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
        let area = area.sense(Sense::hover());
        if self.is_modal {
            ctx.memory_mut(|memory| memory.set_modal_layer(area.layer()));
        }
        let is_menu_open = Popup::is_any_open(ctx);
        let shown = area.show(ctx, |ui| {
            if self.is_modal {
                ui.painter().rect_filled(ctx.content_rect(), 0.0, tokens(ui).shadow);
            }
            // Stands for the page where the keyboard goes: Tab goes on to what is in it.
            let page = UiBuilder::new().id_salt("page").sense(Sense::focusable_noninteractive());
            let page = page.accessibility_role(accesskit::Role::Dialog).accessibility_label(&self.title);
            let page = ui.scope_builder(page, |ui| {
                let is_in_front = Standing::keep(ctx, ui.unique_id());
                (self.contents(ui, app, commands, body, foot), is_in_front)
            });
            page.inner
        });
        let (is_closed, is_in_front) = shown.inner;
        let has_escape = is_in_front && !is_menu_open && !app.session().palette_open;
        if is_closed || has_escape && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            commands.push(self.close);
        }
    }

    /// Title, body and foot; whether the button that closes was pressed.
    fn contents(
        &self,
        ui: &mut Ui,
        app: &App,
        commands: &mut Vec<Command>,
        body: impl FnOnce(&mut Ui, &mut Vec<Command>),
        foot: Option<impl FnOnce(&mut Ui, &mut Vec<Command>)>,
    ) -> bool {
        let frame = Frame::window(ui.style()).inner_margin(theme::SPACE_4);
        let room = ui.ctx().content_rect().size() - frame.total_margin().sum() - 2.0 * vec2(AROUND, AROUND);
        let shown = frame.show(ui, |ui| {
            ui.set_width(self.width.min(room.x));
            let is_closed = head(ui, app, &self.title);
            let height = room.y - HEAD - if foot.is_some() { FOOT } else { 0.0 };
            // Without the second an area never grows beyond what it was first.
            let scroll = ScrollArea::vertical().id_salt("body").max_height(height).min_scrolled_height(height);
            scroll.show(ui, |ui| {
                ui.set_width(ui.available_width());
                body(ui, commands);
                follow_keyboard(ui);
            });
            if let Some(foot) = foot {
                ui.add_space(theme::SPACE_4);
                ui.horizontal_wrapped(|ui| foot(ui, commands));
            }
            is_closed
        });
        shown.inner
    }
}

/// Title and the button that closes; whether it was pressed.
fn head(ui: &mut Ui, app: &App, title: &str) -> bool {
    let closed = ui.horizontal(|ui| {
        // As wide as it is high, so that its cross ends where the words below end.
        ui.spacing_mut().button_padding.x = theme::SPACE_1;
        let width = ui.available_width() - theme::ROW - ui.spacing().item_spacing.x;
        let (place, _) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::hover());
        let title = RichText::new(title).font(theme::bold(theme::FIGURE));
        let cut = Some(TextWrapMode::Truncate);
        let words = WidgetText::from(title).into_galley(ui, cut, place.width(), TextStyle::Heading);
        // Painted, not a label: the page already has this name.
        let corner = place.left_center() - vec2(0.0, words.size().y / 2.0);
        ui.painter().galley(corner, words, tokens(ui).text);
        icon_button(ui, icon::X, &app.text().get("page-close")).clicked()
    });
    ui.add_space(theme::SPACE_3);
    closed.inner
}

/// The keyboard begins here when the page opens.
pub fn begin_at(response: &Response) {
    if Standing::all(&response.ctx).last().is_some_and(|page| page.is_opening()) {
        response.request_focus();
    }
}

/// Whether a page is in front.
pub fn is_any_open(ctx: &Context) -> bool {
    !Standing::all(ctx).is_empty()
}

/// Whether the keyboard is at a control: not nowhere, and not at a page as a whole.
pub fn is_control_focused(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    focused.is_some_and(|id| Standing::all(ctx).iter().all(|page| page.here != id))
}

/// After all pages were drawn: where one has gone, the keyboard is again where it was before it came.
pub fn after_pages(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    let mut pages = Standing::all(ctx);
    let gone = pages.iter().position(|page| page.shown_in != frame);
    if let Some(gone) = gone {
        let before = pages.get(gone).and_then(|page| page.before);
        pages.retain(|page| page.shown_in == frame);
        if pages.is_empty()
            && let Some(before) = before
        {
            ctx.memory_mut(|memory| memory.request_focus(before));
        }
        Standing::write(ctx, pages);
    }
}

/// A page that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    /// What stands for it where the keyboard goes.
    here: Id,
    /// Where the keyboard was.
    before: Option<Id>,
    opened_in: u64,
    shown_in: u64,
}

impl Standing {
    const KEY: &'static str = "pages in front";

    /// In the order in which they were opened.
    fn all(ctx: &Context) -> Vec<Self> {
        ctx.data(|data| data.get_temp(Id::unique(Self::KEY))).unwrap_or_default()
    }

    fn write(ctx: &Context, pages: Vec<Self>) {
        ctx.data_mut(|data| data.insert_temp(Id::unique(Self::KEY), pages));
    }

    /// In its first frame a page is measured, and nothing in it can have the keyboard.
    fn is_opening(&self) -> bool {
        self.shown_in <= self.opened_in + 1
    }

    /// Notes that the page is shown, and takes the keyboard when it has just come; whether it is the one in front.
    fn keep(ctx: &Context, here: Id) -> bool {
        let frame = ctx.cumulative_frame_nr();
        let mut pages = Self::all(ctx);
        let known = pages.iter().position(|page| page.here == here);
        let place = known.unwrap_or_else(|| {
            let before = ctx.memory(|memory| memory.focused());
            pages.push(Self { here, before, opened_in: frame, shown_in: frame });
            pages.len() - 1
        });
        if let Some(page) = pages.get_mut(place) {
            page.shown_in = frame;
            if page.is_opening() {
                ctx.memory_mut(|memory| memory.request_focus(here));
            }
        }
        let is_in_front = place + 1 == pages.len();
        Self::write(ctx, pages);
        is_in_front
    }
}
