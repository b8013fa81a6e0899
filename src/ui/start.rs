//! Opens the window: chooses a renderer, and says so when there is no screen.

use std::sync::Arc;

use eframe::egui::{ViewportBuilder, vec2};
use eframe::{NativeOptions, Renderer};

use super::Window;
use super::bench::Bench;
use super::screenshot::Photographer;
use crate::app::{App, Engine, ImportMemory, LiveEngine, Preferences, RendererChoice, StartOptions, Wake};

/// The program's sign in the title bar and the task bar.
const ICON: &[u8] = include_bytes!("../../assets/app/phusong.png");

/// Why the window could not be opened.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StartError {
    /// No screen to open a window on.
    #[error("no display")]
    NoDisplay,
    /// Every renderer failed; the reason of the last.
    #[error("no renderer works: {0}")]
    Graphics(String),
}

impl StartError {
    /// Key of its sentence; it takes `reason`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoDisplay => "start-no-display",
            Self::Graphics(_) => "start-no-graphics",
        }
    }

    /// Named facts for the sentence.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoDisplay => Vec::new(),
            Self::Graphics(reason) => vec![("reason", reason.clone())],
        }
    }
}

/// Opens the window and returns when it is closed.
pub fn start(options: &StartOptions) -> Result<(), StartError> {
    start_with(options, &(Arc::new(LiveEngine) as Arc<dyn Engine>))
}

/// The same with another engine.
pub fn start_with(options: &StartOptions, engine: &Arc<dyn Engine>) -> Result<(), StartError> {
    if !has_display() {
        return Err(StartError::NoDisplay);
    }
    let mut reason = String::new();
    for renderer in renderers(options.renderer) {
        match run(options, renderer, engine) {
            Ok(()) => return Ok(()),
            Err(e) => reason = e.to_string(),
        }
    }
    Err(StartError::Graphics(reason))
}

fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs_server = cfg!(all(unix, not(target_os = "macos")));
    !needs_server || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(is_set)
}

/// Renderers in the order they are tried: Windows machines often lack OpenGL 2, Linux ones Vulkan.
fn renderers(asked: Option<RendererChoice>) -> Vec<Renderer> {
    let order = match asked {
        Some(RendererChoice::Glow) => [RendererChoice::Glow, RendererChoice::Wgpu],
        Some(RendererChoice::Wgpu) => [RendererChoice::Wgpu, RendererChoice::Glow],
        None if cfg!(windows) => [RendererChoice::Wgpu, RendererChoice::Glow],
        None => [RendererChoice::Glow, RendererChoice::Wgpu],
    };
    order.into_iter().filter_map(renderer_of).collect()
}

fn renderer_of(choice: RendererChoice) -> Option<Renderer> {
    match choice {
        RendererChoice::Glow => Some(Renderer::Glow),
        #[cfg(feature = "wgpu")]
        RendererChoice::Wgpu => Some(Renderer::Wgpu),
        #[cfg(not(feature = "wgpu"))]
        RendererChoice::Wgpu => None,
    }
}

fn run(options: &StartOptions, renderer: Renderer, engine: &Arc<dyn Engine>) -> eframe::Result<()> {
    let photo = options.screenshot.clone();
    let size = photo.as_ref().map_or(vec2(1366.0, 768.0), |p| vec2(p.size.0 as f32, p.size.1 as f32));
    let mut viewport =
        ViewportBuilder::default().with_app_id("phusong").with_inner_size(size).with_min_inner_size(vec2(960.0, 600.0));
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        viewport = viewport.with_icon(icon);
    }
    let native = NativeOptions {
        viewport,
        renderer,
        persist_window: photo.is_none() && !options.bench,
        // A picture neither sees nor changes how the window was left.
        persistence_path: photo.as_ref().map(|photo| photo.path.with_extension("ron")),
        system_font_fallback: false,
        ..NativeOptions::default()
    };
    let (options, engine) = (options.clone(), Arc::clone(engine));
    eframe::run_native(
        "phusong",
        native,
        Box::new(move |cc| {
            // A picture shows the window as it is designed, not as it was left.
            let mut preferences = match &photo {
                Some(photo) => Preferences { theme: photo.theme, ..Preferences::default() },
                None if options.bench => Preferences::default(),
                None => Window::stored_preferences(cc.storage),
            };
            if let Some(language) = options.language {
                language.code().clone_into(&mut preferences.language);
            }
            let ctx = cc.egui_ctx.clone();
            // A picture does not depend on what was opened before.
            let memory = if photo.is_some() { ImportMemory::default() } else { Window::stored_memory(cc.storage) };
            let wake = Wake::new(move || ctx.request_repaint());
            let mut app = App::new(engine, wake, preferences).with_memory(memory);
            if let Some(folder) = eframe::storage_dir("phusong").filter(|_| photo.is_none() && !options.bench) {
                app = app.with_drafts(folder.join("ranh-gioi")).with_tile_folder(folder.join("ban-do-nen"));
            }
            app.open_at_start(&options);
            let photographer = photo.map(|photo| Photographer::new(photo.path, photo.page));
            let bench = options.bench.then(|| Bench::new(&cc.egui_ctx));
            let window = Window::new(&cc.egui_ctx, app);
            Ok(Box::new(window.with_photographer(photographer).with_bench(bench)))
        }),
    )
}
